// How the server does, from its metrics: plots of the last minutes, and which
// actor is behind. Only for those who may read them.
import { byId, make, show } from './dom.js';
import { brief, bytes, number } from './format.js';
import { Plot } from './plots.js';
import { parse, Series, sum } from './prometheus.js';

const span = 10 * 60 * 1000;
const keep = 240;
const perSecond = (value) => `${number(value)}/s`;

/** What is plotted; one whose metric there is not is left out. */
const plots = [
  { what: 'Check-ins', show: perSecond, least: 1, read: (s, at, m) => s.rate(at, sum(m, 'spin_docker_check_ins_total')) },
  { what: 'Requests', show: perSecond, least: 1, read: (s, at, m) => s.rate(at, sum(m, 'spin_docker_http_requests_total')) },
  { what: 'Actor messages', show: perSecond, least: 10, read: (s, at, m) => s.rate(at, sum(m, 'spin_docker_actor_message_duration_seconds_count')) },
  { what: 'Longest wait of a message', show: brief, least: 0.01, read: (s, at, m) => s.gauge(at, greatest(m, 'spin_docker_actor_oldest_message_seconds')?.value ?? null) },
  { what: 'Engine call', show: brief, least: 0.05, read: (s, at, m) => s.mean(at, ...histogram(m, 'spin_docker_engine_call_duration_seconds')) },
  { what: 'Engine calls under way', show: number, least: 4, read: (s, at, m) => s.gauge(at, sum(m, 'spin_docker_engine_calls_in_flight')) },
  { what: 'Store write', show: brief, least: 0.005, read: (s, at, m) => s.mean(at, ...histogram(m, 'spin_docker_store_write_duration_seconds')) },
  { what: 'Memory', show: bytes, least: 1, read: (s, at, m) => s.gauge(at, sum(m, 'process_resident_memory_bytes')) },
];

function histogram(metrics, name) {
  return [sum(metrics, `${name}_sum`), sum(metrics, `${name}_count`)];
}

function greatest(metrics, name) {
  return (metrics.get(name) ?? []).reduce((most, one) => (most === null || one.value > most.value ? one : most), null);
}

/** In words, which actor is behind; null if that is not told. */
export function behind(metrics) {
  const worst = greatest(metrics, 'spin_docker_actor_oldest_message_seconds');
  if (!worst) return null;
  if (worst.value < 0.5) return 'All actors keep up.';
  return `The ${worst.labels.actor ?? 'slowest actor'} is ${brief(worst.value)} behind.`;
}

export class Vitals {
  #api;
  #all = [];
  #word = make('p', { class: 'small muted' });

  constructor(api) {
    this.#api = api;
    byId('vitals').append(this.#word);
  }

  reset() {
    this.#all = plots.map((how) => ({ how, series: new Series(keep), plot: new Plot(how) }));
    byId('plots').replaceChildren(...this.#all.map((each) => each.plot.el));
    show(byId('vitals'), false);
  }

  async look() {
    const metrics = parse(await this.#api.text('/metrics'));
    const now = this.#api.now();
    for (const { how, series, plot } of this.#all) {
      how.read(series, now, metrics);
      plot.update(series.points, now, span);
    }
    const word = behind(metrics);
    this.#word.textContent = word ?? '';
    show(this.#word, word !== null);
    show(byId('vitals'), true);
  }
}
