// Texts for people. Pure: the time is an argument, in milliseconds.

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const two = (n) => String(n).padStart(2, '0');

/** "59:07" below an hour, then "1 h 59 min", then "2 d 3 h"; "now" if it is over. */
export function countdown(ms) {
  if (ms <= 0) return 'now';
  const s = Math.ceil(ms / second);
  if (s < 3600) return `${Math.floor(s / 60)}:${two(s % 60)}`;
  return length(s);
}

/** A length of whole seconds: "45 s", "30 min", "1 h 30 min", "2 d 3 h". */
export function length(seconds) {
  const parts = [
    [Math.floor(seconds / 86400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [Math.floor(seconds) % 60, 's'],
  ];
  const first = parts.findIndex(([n]) => n > 0);
  if (first < 0) return '0 s';
  return parts
    .slice(first, first + 2)
    .filter(([n]) => n > 0)
    .map(([n, unit]) => `${n} ${unit}`)
    .join(' ');
}

/** How long ago that was: "just now", "42 s ago", "5 min ago", "3 h ago", "2 d ago". */
export function ago(ms) {
  if (ms < 5 * second) return 'just now';
  if (ms < minute) return `${Math.floor(ms / second)} s ago`;
  if (ms < hour) return `${Math.floor(ms / minute)} min ago`;
  if (ms < 2 * day) return `${Math.floor(ms / hour)} h ago`;
  return `${Math.floor(ms / day)} d ago`;
}

/** A moment by the clock on the wall, with its day if that is not today's. */
export function clock(at, now, zone) {
  const moment = new Date(at);
  const today = new Date(now);
  const how = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone };
  const date = { day: 'numeric', month: 'short', timeZone: zone };
  const sameDay = moment.toLocaleDateString('en-GB', date) === today.toLocaleDateString('en-GB', date);
  const time = moment.toLocaleTimeString('en-GB', how);
  return sameDay ? time : `${moment.toLocaleDateString('en-GB', date)}, ${time}`;
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** "512 B", "1.5 KiB", "23 GiB": three digits are enough. */
export function bytes(n) {
  let i = 0;
  while (n >= 999.5 && i < units.length - 1) {
    n /= 1024;
    i += 1;
  }
  return `${number(n)} ${units[i]}`;
}

/** A number of which three digits count: "0", "0.25", "3.4", "57", "1,234". */
export function number(n) {
  if (n === 0) return '0';
  const digits = Math.abs(n) >= 99.5 ? 0 : Math.abs(n) >= 9.95 ? 1 : 2;
  const text = n.toLocaleString('en-US', { maximumFractionDigits: digits });
  return text === '-0' ? '0' : text;
}

/** "1 container", "5 containers". */
export function count(n, word) {
  return `${n.toLocaleString('en-US')} ${word}${n === 1 ? '' : 's'}`;
}

/** Container-seconds as people count them: "45 min", "3.5 h", "1,234 h". */
export function hours(seconds) {
  if (seconds < 3600) return `${number(Math.floor(seconds / 60))} min`;
  return `${number(seconds / 3600)} h`;
}

/** Byte-seconds: "12 GiB h". */
export function byteHours(byteSeconds) {
  return `${bytes(byteSeconds / 3600)} h`;
}

/** Seconds of a duration that is measured: "850 µs", "12 ms", "1.2 s". */
export function brief(seconds) {
  if (seconds < 0.001) return `${number(seconds * 1e6)} µs`;
  if (seconds < 1) return `${number(seconds * 1000)} ms`;
  return `${number(seconds)} s`;
}
