import { ask, signIn, signOut } from './session.js';
import { draw } from './charts.js';
import { age, byId, bytes, el, number, percent, time } from './dom.js';
import { showFailed } from './failed.js';

const every = 5000;
const objectives = { availability: 'Ketersediaan gerbang', latency: 'Jawaban di bawah 500 md', freshness: 'Kelulusan sampai umpan HR dalam 60 dtk' };
const parts = { self: 'gerbang', cache: 'Redis', messaging: 'RabbitMQ' };

async function refresh() {
  const [health, broker, monitoring] = await Promise.all([
    fetch('/health').then(r => r.json()).catch(() => null), attempt('/api/operations/broker'), attempt('/api/operations/monitoring'),
  ]);
  if (health?.status === undefined && broker.error && monitoring.error) return notice(`Platform tidak menjawab: ${broker.error.message}`);
  for (const { error } of [broker, monitoring]) if (error?.status === 403) return notice('Akun ini tidak berperan operator.');
  const wrong = showHealth(health, broker, monitoring);
  const firing = showAlerts(monitoring);
  showObjectives(monitoring);
  if (broker.answer) showQueues(broker.answer.queues);
  notice([broker, monitoring].map(a => a.error?.message).filter(Boolean).join(' '));
  verdict(wrong, firing);
  byId('clock').textContent = time(new Date());
  document.querySelector('main').hidden = false;
  const boards = monitoring.answer ? [...document.querySelectorAll('[data-board]')].map(async section => {
    const { answer } = await attempt(`/api/operations/boards/${section.dataset.board}?minutes=${byId('minutes').value}`);
    if (answer) draw(section, answer);
  }) : [];
  await Promise.all([...boards, showFailed(broker.answer?.queues ?? [], refresh)]);
}

const attempt = path => ask(path).then(answer => ({ answer }), error => ({ error }));

function showHealth(health, broker, monitoring) {
  const all = Object.entries(health?.checks ?? { self: 'Unhealthy' }).map(([name, state]) => [parts[name] ?? name, state === 'Healthy', state]);
  const b = broker.answer;
  all.push(['RabbitMQ', b && !b.memoryAlarm && !b.diskAlarm, !b ? 'tidak menjawab' : b.memoryAlarm ? 'alarm memori' : b.diskAlarm ? 'alarm cakram' : 'Healthy']);
  all.push(['Prometheus', !!monitoring.answer, monitoring.answer ? 'Healthy' : 'tidak menjawab']);
  for (const target of monitoring.answer?.targets ?? []) if (!target.up) all.push([`pengukuran ${target.job}`, false, target.error]);
  byId('parts').replaceChildren(...all.map(([name, good, state]) => el('li', { class: good ? '' : 'bad', 'data-part': name }, name, good ? '' : ` · ${state}`)));
  byId('broker').textContent = b ? `RabbitMQ ${b.version}: memori ${bytes(b.memoryUsed)} dari ${bytes(b.memoryLimit)}, cakram bebas ${bytes(b.diskFree)}, ${number(b.connections)} koneksi` : '';
  return all.filter(([, good]) => !good).length;
}

function showObjectives({ answer }) {
  byId('objectives').replaceChildren(...(answer?.objectives ?? []).map(o => el('div', { class: 'card', 'data-objective': o.name },
    objectives[o.name] ?? o.name, el('b', { class: o.good === null || o.good >= o.target ? 'good' : 'missed' }, o.good === null ? '–' : percent(o.good)),
    el('small', {}, o.good === null ? `sasaran ${percent(o.target)}; belum ada yang diukur` : `sasaran ${percent(o.target)}; sisa anggaran ${percent(Math.max(0, o.budgetLeft ?? 1))}; laju ${number(o.burning ?? 0, 1)}×`),
    o.good === null ? '' : el('meter', { min: 0, max: 1, low: 0.1, high: 0.5, optimum: 1, value: Math.max(0, o.budgetLeft ?? 1), title: 'Sisa anggaran' }))));
}

function showAlerts({ answer }) {
  const alerts = answer?.alerts ?? [];
  byId('alerts').replaceChildren(...alerts.map(a => el('li', { class: a.state, 'data-alert': a.name },
    el('strong', {}, a.summary), ` · ${a.state === 'firing' ? 'menyala' : 'hampir'} sejak ${age(a.activeAt)} lalu · ${a.severity === 'page' ? 'segera' : 'hari kerja'}`,
    el('div', { class: 'soft' }, a.description, ' ', el('code', {}, a.runbook)))),
    ...(answer && !alerts.length ? [el('li', { class: 'good' }, 'Tidak ada peringatan.')] : []));
  return alerts.filter(a => a.state === 'firing').length;
}

function showQueues(queues) {
  document.querySelector('#queues tbody').replaceChildren(...queues.filter(q => !q.isError || q.ready > 0).map(q => el('tr', {},
    el('td', {}, q.name), ...[q.ready, q.unacknowledged, q.consumers].map(n => el('td', {}, number(n))), ...[q.incoming, q.outgoing].map(n => el('td', {}, number(n, 1))))));
}

function verdict(wrong, firing) {
  const text = byId('verdict');
  text.className = wrong || firing ? 'bad' : 'good';
  text.textContent = [wrong && `${wrong} bagian terganggu`, firing && `${firing} peringatan menyala`].filter(Boolean).join(', ') || 'Semua bagian sehat';
}

function notice(text) {
  byId('notice').textContent = text;
  byId('notice').hidden = !text;
  document.querySelector('main').hidden = false;
}

byId('sign-out').addEventListener('click', signOut);
byId('minutes').addEventListener('change', refresh);
try {
  await signIn();
  for (;;) {
    await refresh();
    await new Promise(resolve => setTimeout(resolve, every));
  }
} catch (error) {
  notice(error.message);
}
