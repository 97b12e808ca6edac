// What the stops for idleness saved.
import { byId, make, setText, show } from './dom.js';
import { byteHours, count, hours } from './format.js';

const spans = [
  ['last_7d', 'This week'],
  ['last_24h', 'Last 24 h'],
  ['total', 'In total'],
];

/** The rows that are shown: `{name, time, more}`: container time, and memory or stops; empty if nothing is told. Pure. */
export function rowsOf(savings) {
  return spans
    .filter(([key]) => Number.isFinite(savings?.[key]?.container_seconds))
    .map(([key, name]) => ({
      name,
      time: hours(savings[key].container_seconds),
      more: savings[key].byte_seconds ? byteHours(savings[key].byte_seconds) : count(savings[key].stops ?? 0, 'stop'),
    }));
}

export function showSavings(savings) {
  const rows = rowsOf(savings);
  show(byId('savings'), rows.length > 0);
  byId('savings-list').replaceChildren(
    ...rows.flatMap(({ name, time, more }, i) => [
      make('dt', {}, name),
      make('dd', { class: i === 0 ? 'big' : null }, time),
      make('dd', { class: 'of' }, more),
    ]),
  );
  const now = savings?.saving_now;
  setText(byId('savings-note'), Number.isFinite(now) ? `${count(now, 'container')} saving now` : '');
}
