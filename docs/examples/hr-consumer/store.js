import { fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';

/** A file with a line for each completion: stands for the HR system's database. An id is kept once, however often it comes. */
export class Store {
  #file;
  #ids;

  constructor(path) {
    this.#file = openSync(path, 'a+');
    const bytes = readFileSync(path);
    // A crash in the middle of a write leaves a part of a line: its message was not acknowledged and comes again.
    const whole = bytes.subarray(0, bytes.lastIndexOf(10) + 1);
    ftruncateSync(this.#file, whole.length);
    this.#ids = new Set(whole.toString().split('\n').filter(Boolean).map((line) => JSON.parse(line).id));
  }

  /** On the disk when it returns; answers how many were new. */
  add(events) {
    const fresh = events.filter(({ id }) => !this.#ids.has(id) && this.#ids.add(id));
    if (fresh.length > 0) {
      writeSync(this.#file, fresh.map((event) => `${JSON.stringify(event)}\n`).join(''));
      fsyncSync(this.#file);
    }
    return fresh.length;
  }
}
