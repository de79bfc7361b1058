import { age, byId, el, moment } from './dom.js';
import { ask } from './session.js';

const services = ['catalogue', 'enrolment', 'delivery', 'certification'];
let busy = false;

/** What waits for somebody: parked messages by service, and error queues that hold something. */
export async function showFailed(queues, whenDone) {
  const panels = await Promise.all([
    ...services.map(service => parked(service, whenDone)),
    ...queues.filter(q => q.isError && q.ready + q.unacknowledged > 0).map(queue => failedQueue(queue, whenDone)),
  ]);
  if (busy) return;
  const some = panels.filter(Boolean);
  byId('failed').replaceChildren(...(some.length ? some : [el('p', { class: 'good' }, 'Tidak ada pesan yang diparkir atau gagal diolah.')]));
}

async function parked(service, whenDone) {
  const path = `/api/${service}/operations/parked-messages`;
  try {
    const { messages, next } = await ask(path);
    return messages.length && panel(`Diparkir di outbox ${service}`, next ? `${messages.length}+` : messages.length, `${path}/release`, whenDone, messages.map(m => ({
      id: m.messageId, type: m.type, reason: m.reason, at: m.parkedAt, more: m.held ? `${m.held} pesan lain menunggu di belakangnya` : '', again: `${path}/${m.messageId}/release`,
    })));
  } catch (error) {
    return el('div', { class: 'panel' }, `Outbox ${service}: ${error.message}`);
  }
}

async function failedQueue(queue, whenDone) {
  const path = `/api/operations/error-queues/${encodeURIComponent(queue.name)}`;
  try {
    return panel(`Gagal diolah: ${queue.name}`, queue.ready + queue.unacknowledged, `${path}/redelivery`, whenDone, (await ask(`${path}/messages`)).map(m => ({
      id: m.messageId, type: m.type, reason: m.reason, at: m.failedAt, more: '', again: m.messageId && `${path}/messages/${m.messageId}/redelivery`,
    })));
  } catch (error) {
    return el('div', { class: 'panel' }, `${queue.name}: ${error.message}`);
  }
}

function panel(title, count, all, whenDone, messages) {
  return el('div', { class: 'panel', 'data-panel': title },
    el('header', {}, `${title} (${count})`, el('button', { type: 'button', onclick: e => again(e, all, whenDone) }, 'Kirim ulang semua')),
    el('div', { class: 'scroll' }, el('table', {},
      el('thead', {}, el('tr', {}, ['Pesan', 'Sebab', 'Sejak', ''].map(h => el('th', {}, h)))),
      el('tbody', {}, messages.map(m => el('tr', { 'data-message': m.id },
        el('td', {}, shortType(m.type), el('br'), el('code', { class: 'soft' }, m.id ?? 'tanpa id')),
        el('td', { class: 'reason' }, m.reason, m.more && el('div', { class: 'soft' }, m.more)),
        el('td', { title: moment(m.at) }, age(m.at)),
        el('td', {}, m.again && el('button', { type: 'button', onclick: e => again(e, m.again, whenDone) }, 'Kirim ulang'))))))));
}

async function again(event, path, whenDone) {
  busy = true;
  event.target.disabled = true;
  try {
    await ask(path, 'POST');
  } finally {
    busy = false;
    await whenDone();
  }
}

const shortType = type => type.split(/[:.]/).slice(-1)[0] || '–';
