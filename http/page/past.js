// What happened lately, collected from events, lists and histories. Pure.

import { moment } from './container.js';

export const window = 60 * 60 * 1000;

/** The kinds that are told apart, in the order in which they are drawn. */
export const kinds = ['started', 'idle', 'asked', 'other', 'failed'];

const endings = { idle: 'idle', asked: 'asked', died: 'failed', start_failed: 'failed' };

/** What a change of status counts as; null: nothing that is shown. */
export function kindOf(status, reason) {
  if (status === 'started' || status === 'running' || status === 'resumed') return 'started';
  if (status === 'stopped' || status === 'paused') return endings[reason] ?? 'other';
  if (status === 'failed') return 'failed';
  if (status === 'removed') return endings[reason] ?? 'other';
  return null;
}

/** Two reports of the same change may differ by less, in ms. */
const slack = 2000;
const most = 20000;

export class Past {
  #all = [];
  #seen = new Set();

  /** Notes that a container changed. The same again is not counted twice. */
  note(id, name, at, kind) {
    if (kind === null || at === null || !Number.isFinite(at)) return false;
    const slot = Math.floor(at / slack);
    const key = (s) => `${id} ${kind} ${s}`;
    if ([slot - 1, slot, slot + 1].some((s) => this.#seen.has(key(s)))) return false;
    this.#seen.add(key(slot));
    this.#all.push({ id, name, at, kind });
    if (this.#all.length > most) this.#forgetOldest();
    return true;
  }

  /** Notes what a container, as the list shows it, tells of its latest changes. */
  noteContainer(c, now) {
    const started = moment(c.started_at);
    if (started !== null && now - started < window) this.note(c.container_id, c.name, started, 'started');
    const end = moment(c.last_stop?.at);
    if (end !== null && now - end < window)
      this.note(c.container_id, c.name, end, kindOf('stopped', c.last_stop.reason));
  }

  /** Returns the latest hour in `parts`, oldest first: `{from, started, idle, ...}` each. */
  columns(now, parts) {
    const width = window / parts;
    const last = Math.floor(now / width) * width;
    const first = last - (parts - 1) * width;
    const columns = Array.from({ length: parts }, (_, i) => ({
      from: first + i * width,
      ...Object.fromEntries(kinds.map((kind) => [kind, 0])),
    }));
    for (const one of this.#all) {
      const i = Math.floor((one.at - first) / width);
      if (i >= 0 && i < parts) columns[i][one.kind] += 1;
    }
    return columns;
  }

  clear() {
    this.#all = [];
    this.#seen.clear();
  }

  #forgetOldest() {
    const kept = this.#all.sort((a, b) => a.at - b.at).slice(most / 4);
    this.clear();
    for (const one of kept) this.note(one.id, one.name, one.at, one.kind);
  }
}

/** Returns how often each kind happened in `columns`. */
export function totals(columns) {
  return Object.fromEntries(kinds.map((kind) => [kind, columns.reduce((sum, each) => sum + each[kind], 0)]));
}
