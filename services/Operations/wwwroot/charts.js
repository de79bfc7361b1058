import { el, units } from './dom.js';

const colours = ['#0b5394', '#d1620b', '#1a7f4b', '#8e44ad', '#b3261e', '#00838f', '#7a5c00', '#5b6875'];
const shown = new Map();
const inJakarta = seconds => uPlot.tzDate(new Date(seconds * 1000), 'Asia/Jakarta');

/** Draws a board's charts into its section; those that are there already get the new figures. */
export function draw(section, charts) {
  const place = section.querySelector('.charts');
  for (const chart of charts) {
    const key = `${section.dataset.board}/${chart.name}`;
    if (!shown.has(key)) shown.set(key, place.appendChild(el('figure', { 'data-chart': chart.name })));
    update(shown.get(key), chart);
  }
}

function update(figure, chart) {
  const unit = units[chart.unit];
  const lines = chart.lines.filter(line => line.values.some(v => v !== null));
  const caption = el('figcaption', {}, chart.title, el('output', {}, lines.length ? unit(newest(lines)) : ''));
  const shape = lines.map(l => l.name).join('\n');
  figure.dataset.points = lines.reduce((sum, line) => sum + line.values.filter(v => v !== null).length, 0);
  if (figure.plot && figure.shape === shape) {
    figure.querySelector('figcaption').replaceWith(caption);
    figure.plot.setData(dataOf(chart, lines));
    return;
  }
  figure.plot?.destroy();
  figure.plot = null;
  figure.replaceChildren(caption);
  figure.shape = shape;
  if (!lines.length) {
    figure.append(el('p', { class: 'none' }, 'belum ada data'));
    return;
  }
  const body = figure.appendChild(el('div', { role: 'img', 'aria-label': chart.title }));
  figure.plot = new uPlot({
    width: figure.clientWidth - 32, height: 150, tzDate: inJakarta, legend: { show: false }, cursor: { drag: { x: false, y: false } },
    scales: { y: { range: (_, low, high) => [Math.min(0, low), high > 0 ? high * 1.1 : 1] } },
    axes: [
      { values: (_, splits) => splits.map(s => inJakarta(s)).map(d => `${String(d.getHours()).padStart(2, '0')}.${String(d.getMinutes()).padStart(2, '0')}`), grid: { stroke: '#eef2f5' }, stroke: '#5b6875', space: 60 },
      { values: (_, splits) => splits.map(unit), size: 82, grid: { stroke: '#eef2f5' }, stroke: '#5b6875', space: 35 },
    ],
    series: [{}, ...lines.map((line, i) => ({ label: line.name, stroke: colours[i % colours.length], width: 1.75, fill: lines.length === 1 ? '#0b539414' : undefined, points: { show: false }, spanGaps: true }))],
  }, dataOf(chart, lines), body);
  if (lines.length > 1) figure.append(el('ul', { class: 'keys' }, lines.map((line, i) => el('li', {}, key(colours[i % colours.length]), line.name || '–'))));
}

function key(colour) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const dot = svg.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'circle'));
  svg.setAttribute('viewBox', '0 0 10 10');
  for (const [name, value] of Object.entries({ cx: 5, cy: 5, r: 5, fill: colour })) dot.setAttribute(name, value);
  return svg;
}

const dataOf = (chart, lines) => [chart.times, ...lines.map(line => line.values)];
const newest = lines => Math.max(...lines.map(line => line.values.findLast(v => v !== null) ?? 0));

addEventListener('resize', () => {
  for (const figure of shown.values()) figure.plot?.setSize({ width: figure.clientWidth - 32, height: 150 });
});
