/** An element with attributes and children; text is always text. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'onclick') element.addEventListener('click', value);
    else if (value !== undefined && value !== false) element.setAttribute(key, value);
  }
  element.append(...children.flat().map(c => c ?? ''));
  return element;
}

export const byId = id => document.getElementById(id);

const zone = 'Asia/Jakarta';
const clock = new Intl.DateTimeFormat('id-ID', { timeZone: zone, hour: '2-digit', minute: '2-digit', second: '2-digit' });
const stamp = new Intl.DateTimeFormat('id-ID', { timeZone: zone, day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
export const time = date => `${clock.format(date)} WIB`;
export const moment = text => (text ? `${stamp.format(new Date(text))} WIB` : '–');

/** How long ago, for people. */
export function age(text) {
  if (!text) return '–';
  const seconds = Math.max(0, (Date.now() - new Date(text)) / 1000);
  return seconds < 90 ? `${Math.round(seconds)} dtk` : seconds < 5400 ? `${Math.round(seconds / 60)} mnt` : seconds < 129600 ? `${Math.round(seconds / 3600)} jam` : `${Math.round(seconds / 86400)} hari`;
}

export const number = (value, digits = 0) => value.toLocaleString('id-ID', { maximumFractionDigits: digits });
export const percent = value => `${number(value * 100, 3)} %`;
export const bytes = value => (value >= 1e9 ? `${number(value / 1e9, 1)} GB` : value >= 1e6 ? `${number(value / 1e6)} MB` : `${number(value / 1e3)} kB`);
const seconds = value => (value < 1 ? `${number(value * 1000, value < 0.01 ? 1 : 0)} md` : value < 120 ? `${number(value, 1)} dtk` : `${number(value / 60)} mnt`);

export const units = {
  'per-minute': value => `${number(value, value < 10 ? 1 : 0)}/mnt`,
  'per-second': value => `${number(value, value < 10 ? 2 : 0)}/dtk`,
  count: value => number(value, value < 2 ? 1 : 0),
  cores: value => number(value, 2),
  seconds, bytes,
};
