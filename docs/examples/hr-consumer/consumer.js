// Keeps every completion that BPSDM tells, once: also when this process or the broker is killed. See README.md.
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import amqp from 'amqplib';
import { Store } from './store.js';

const { BPSDM_BROKER, BPSDM_QUEUE = 'hr.contoh', BPSDM_BINDING = '#', BPSDM_STORE = 'completions.jsonl' } = process.env;
const EXCHANGE = 'bpsdm.hr.completions';
const store = new Store(BPSDM_STORE);

/** Reads until the connection ends. */
async function consume(begun) {
  const connection = await amqp.connect(BPSDM_BROKER);
  connection.on('error', (error) => console.error(error.message));
  const closed = once(connection, 'close');
  try {
    const channel = await connection.createChannel();
    channel.on('error', (error) => console.error(error.message));
    channel.on('close', () => connection.close().catch(() => {}));
    await channel.assertQueue(BPSDM_QUEUE, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
    await channel.bindQueue(BPSDM_QUEUE, EXCHANGE, BPSDM_BINDING);
    await channel.prefetch(200);

    let waiting = [];
    const keep = () => {
      const batch = waiting;
      waiting = [];
      const added = store.add(batch.map(read).filter(Boolean));
      // Only now: what is not acknowledged comes again.
      try {
        channel.ack(batch.at(-1), true);
      } catch (error) {
        console.error(error.message); // the connection ended meanwhile: they come again, and are known
      }
      console.log(`${added} kept`);
    };
    await channel.consume(BPSDM_QUEUE, (message) => {
      if (message === null) return void channel.close(); // the queue was deleted
      if (waiting.push(message) === 1) setImmediate(keep);
    });
    console.log(`reading ${BPSDM_QUEUE}`);
    begun();
  } catch (error) {
    await connection.close().catch(() => {});
    throw error;
  }
  await closed;
}

function read(message) {
  try {
    return JSON.parse(message.content);
  } catch (error) {
    console.error(`not JSON, passed over: ${error.message}`);
  }
}

for (let wait = 250; ; wait = Math.min(wait * 2, 30_000)) {
  await consume(() => (wait = 250)).catch((error) => console.error(error.message));
  await pause(wait);
}
