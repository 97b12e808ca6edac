// The last hour: what started above the line, what ended below it, by the minute.
import { byId, draw, make, setAttr } from './dom.js';
import { clock } from './format.js';
import { kinds, totals } from './past.js';

const parts = 60;
const step = 10;
const middle = 24;
const height = 52;
const least = 3;

const words = {
  started: 'started',
  idle: 'stopped as idle',
  asked: 'stopped as asked',
  other: 'stopped otherwise',
  failed: 'failed',
};

/** "2 started, 1 stopped as idle"; "nothing" if there is nothing. */
export function wordsFor(counts) {
  const all = kinds.filter((kind) => counts[kind] > 0).map((kind) => `${counts[kind]} ${words[kind]}`);
  return all.join(', ') || 'nothing';
}

/** The bars of one minute: `{kind, y, height}`. Pure. */
export function barsOf(column, most) {
  const unit = (middle - 2) / most;
  const bars = [];
  if (column.started > 0) bars.push({ kind: 'started', y: middle - 1 - column.started * unit, height: column.started * unit });
  let y = middle + 1;
  for (const kind of kinds.slice(1)) {
    if (column[kind] === 0) continue;
    bars.push({ kind, y, height: column[kind] * unit });
    y += column[kind] * unit;
  }
  return bars;
}

function drawColumn(column, i, most, now) {
  const x = i * step;
  const bars = barsOf(column, most).map((bar) =>
    draw('rect', { class: `mark-${bar.kind}`, x: x + 1.5, y: bar.y.toFixed(2), width: step - 3, height: bar.height.toFixed(2), rx: 1 }),
  );
  const title = draw('title', {}, `${clock(column.from, now)}: ${wordsFor(column)}`);
  return draw('g', {}, title, draw('rect', { x, y: 0, width: step, height, fill: 'transparent' }), ...bars);
}

export function showHour(past, now) {
  const columns = past.columns(now, parts);
  const counts = totals(columns);
  const most = Math.max(least, ...columns.map((c) => Math.max(c.started, kinds.slice(1).reduce((sum, kind) => sum + c[kind], 0))));
  const busy = columns.map((column, i) => [column, i]).filter(([column]) => kinds.some((kind) => column[kind] > 0));
  const svg = draw(
    'svg',
    { viewBox: `0 0 ${parts * step} ${height}`, preserveAspectRatio: 'none', role: 'img' },
    draw('path', { class: 'hour-axis', d: `M0,${middle}H${parts * step}`, 'vector-effect': 'non-scaling-stroke' }),
    ...busy.map(([column, i]) => drawColumn(column, i, most, now)),
  );
  setAttr(svg, 'aria-label', `In the last hour: ${wordsFor(counts)}`);
  const times = [60, 45, 30, 15].map((m) => make('span', {}, clock(now - m * 60000, now)));
  byId('hour').replaceChildren(svg, make('div', { class: 'hour-times', 'aria-hidden': 'true' }, ...times, make('span', {}, 'now')));
  byId('hour-legend').replaceChildren(
    ...kinds
      .filter((kind) => counts[kind] > 0 || kind === 'started' || kind === 'idle')
      .map((kind) =>
        make('li', {}, draw('svg', { viewBox: '0 0 8 8', 'aria-hidden': 'true' }, draw('rect', { class: `mark-${kind}`, width: 8, height: 8, rx: 2 })),
          make('span', {}, make('b', {}, String(counts[kind])), ` ${words[kind]}`)),
      ),
  );
}
