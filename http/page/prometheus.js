// Reads Prometheus' text format, as far as the plots here need it. Pure.

const line = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)/;
const label = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/** Returns `Map name -> [{labels, value}]`. Lines that cannot be read are left out. */
export function parse(text) {
  const all = new Map();
  for (const each of text.split('\n')) {
    if (each === '' || each.startsWith('#')) continue;
    const found = line.exec(each);
    if (!found) continue;
    const [, name, labels, value] = found;
    const sample = { labels: {}, value: value === '+Inf' ? Infinity : Number(value) };
    for (const [, key, text_] of (labels ?? '').matchAll(label)) sample.labels[key] = text_;
    if (!all.has(name)) all.set(name, []);
    all.get(name).push(sample);
  }
  return all;
}

/** Returns the sum of a metric's samples that have all of `labels`; null if there is none. */
export function sum(all, name, labels = {}) {
  const fitting = (all.get(name) ?? []).filter((sample) =>
    Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  );
  return fitting.length === 0 ? null : fitting.reduce((total, sample) => total + sample.value, 0);
}

/** The values of something over time: rates of what only grows, means of sums and counts. */
export class Series {
  #last = null;
  points = [];

  constructor(keep) {
    this.keep = keep;
  }

  /** Adds a value as it is. */
  gauge(at, value) {
    if (value === null || !Number.isFinite(value)) return;
    this.points.push({ at, value });
    if (this.points.length > this.keep) this.points.shift();
  }

  /** Adds how fast a counter grew, in 1/s. A counter that began again is no step back. */
  rate(at, value) {
    const last = this.#last;
    this.#last = value === null ? null : { at, value };
    if (last === null || value === null || at <= last.at) return;
    this.gauge(at, Math.max(0, value < last.value ? value : value - last.value) / ((at - last.at) / 1000));
  }

  /** Adds the mean of what was counted since the last time; nothing if nothing was. */
  mean(at, total, count) {
    const last = this.#last;
    this.#last = total === null || count === null ? null : { total, count };
    if (last === null || this.#last === null || count <= last.count) return;
    this.gauge(at, (total - last.total) / (count - last.count));
  }
}
