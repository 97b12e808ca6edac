// All about one container: why it stops when it stops, and what became of it.
import { endOf, moment, nameOf, portsOf, reasonOf, statusOf, toneOf } from './container.js';
import { copyButton, portButton } from './copy.js';
import { byId, icon, make, setAttr, setText, show } from './dom.js';
import { ago, clock, length } from './format.js';
import { Verbs } from './verbs.js';

const looksLike = { busy: ['in use', 'good'], idle: ['idle', 'warn'], idle_again: ['idle again', 'warn'], missed: ['missed', ''] };

/** What a change came from, where that says more than its reason. */
const causes = { pass: 'found by a comparison', recovery: 'after a restart of the server', report: 'by a report', 'age-check': 'by its age' };

export class Drawer {
  #dialog = byId('drawer');
  #api;
  #fleet;
  #verbs = null;
  #id = null;
  #seen = null;
  #asked = 0;

  constructor(api, fleet) {
    this.#api = api;
    this.#fleet = fleet;
    byId('drawer-close').addEventListener('click', () => this.close());
    this.#dialog.addEventListener('close', () => (this.#id = null));
    this.#dialog.addEventListener('click', (event) => {
      if (event.target === this.#dialog && event.clientX < this.#dialog.getBoundingClientRect().left) this.close();
    });
  }

  /** `act(verb, id, button)`; none: nothing may be done. */
  allow(act) {
    byId('drawer-do').replaceChildren();
    this.#verbs = act ? new Verbs(byId('drawer-do'), true, (verb, button) => act(verb, this.#id, button)) : null;
  }

  open(id) {
    this.#id = id;
    this.#seen = null;
    for (const part of ['why', 'signals', 'looks', 'past', 'facts']) byId(part).replaceChildren();
    this.update();
    this.#dialog.showModal();
    byId('drawer-body').scrollTop = 0;
    byId('drawer-name').focus();
  }

  close() {
    if (this.#dialog.open) this.#dialog.close();
  }

  /** Shows the container as it is known now; it closes when there is none. */
  update() {
    if (this.#id === null) return;
    const c = this.#fleet.get(this.#id);
    if (!c) return this.close();
    if (c === this.#seen) return;
    this.#seen = c;
    setText(byId('drawer-name'), nameOf(c));
    setText(byId('drawer-image'), c.image);
    setText(byId('drawer-status'), statusOf(c));
    setAttr(byId('drawer-pill'), 'data-tone', toneOf(c));
    this.#verbs?.update(c);
    this.#showFacts(c);
    this.tick();
    this.#explain();
  }

  tick() {
    if (this.#id === null || !this.#seen) return;
    const end = endOf(this.#seen, this.#api.now());
    setText(byId('drawer-end'), [end.main, end.sub].filter(Boolean).join(' · '));
    setAttr(byId('drawer-end'), 'data-tone', end.tone);
    if (this.#api.now() - this.#asked > 15000) this.#explain();
  }

  async #explain() {
    const id = this.#id;
    this.#asked = this.#api.now();
    try {
      const [idle, history] = await Promise.all([
        this.#api.get(`/v1/containers/${id}/idle`),
        this.#api.get(`/v1/containers/${id}/history`),
      ]);
      if (id !== this.#id) return;
      this.#showWhy(idle);
      this.#showPast(history);
    } catch (problem) {
      if (id === this.#id) setText(byId('why'), problem.message);
    }
  }

  #showWhy(idle) {
    const now = this.#api.now();
    const s = idle.signals;
    setText(byId('why'), idle.sentence);
    const report = s.report.at === null ? 'none yet' : `${s.report.active} · ${ago(now - moment(s.report.at))}`;
    const until = (lease) => (lease.until ? `until ${clock(moment(lease.until), now)}` : 'no');
    const signals = [
      ['Its last report', report, s.report.counts],
      ['In use since the last look', s.busy_since_last_look ? 'yes' : 'no', s.busy_since_last_look],
      ['Kept alive', until(s.keep_alive), s.keep_alive.counts],
      ['Said that it is busy', until(s.busy_for), s.busy_for.counts],
    ];
    byId('signals').replaceChildren(
      ...signals.map(([what, says, counts]) =>
        make('li', { 'data-counts': String(counts) }, icon(counts ? 'yes' : 'no'), make('span', {}, what), make('span', { class: 'says' }, says)),
      ),
    );
    const looks = idle.checks.slice(-8).reverse().map((look) => {
      const [word, tone] = looksLike[look.verdict] ?? [look.verdict, ''];
      return make('li', { 'data-tone': tone }, `${clock(moment(look.at), now)} ${word}`);
    });
    if (idle.next_look_at) looks.unshift(make('li', {}, `next ${clock(moment(idle.next_look_at), now)}`));
    byId('looks').replaceChildren(...(looks.length > 0 ? looks : [make('li', { class: 'none' }, 'None yet.')]));
  }

  #showPast(history) {
    const now = this.#api.now();
    const changes = history.changes.slice(-20).reverse().map((change) => {
      const cause = change.request ? 'by a request' : (causes[change.cause] ?? '');
      const why = [change.reason && reasonOf(change.reason), cause].filter(Boolean).join(', ');
      const tone = toneOf({ status: change.status, exit_code: change.reason === 'died' ? 1 : 0 });
      const what = make('span', { class: 'what' }, change.status, why ? make('span', { class: 'muted' }, ` – ${why}`) : null);
      const at = moment(change.at);
      return make('li', {}, make('span', { class: 'dot', 'data-tone': tone, 'aria-hidden': 'true' }), what,
        make('time', { class: 'when', datetime: change.at, title: [change.at, change.request].filter(Boolean).join(' · request ') }, clock(at, now)));
    });
    byId('past').replaceChildren(...(changes.length > 0 ? changes : [make('li', { class: 'none' }, 'Nothing is known of before.')]));
  }

  #showFacts(c) {
    const now = this.#api.now();
    const p = c.policy ?? {};
    const at = (text) => (text ? clock(moment(text), now) : null);
    const looks = p.disable_timeouts ? 'never' : p.timeout ? `after ${length(p.initial_timeout)}, then every ${length(p.timeout)}` : null;
    const ports = portsOf(c);
    const end = c.last_stop;
    const ended = end && [at(end.at), reasonOf(end.reason), end.exit_code === null ? '' : `exit code ${end.exit_code}`, end.oom_killed ? 'out of memory' : ''].filter(Boolean).join(', ');
    const facts = [
      ['Owner', c.owner],
      ['Ports', ports.length > 0 ? ports.map((port) => portButton(port, nameOf(c))) : null],
      ['Id', [copyButton(c.container_id, c.container_id.slice(0, 12))]],
      ['Made', at(c.created_at)],
      ['Started', at(c.started_at)],
      ['Last end', ended],
      ['Looked at', looks],
      ['When idle', p.on_idle && `${p.on_idle} it`],
      ['Greatest age', p.max_age ? length(p.max_age) : null],
    ].filter(([, value]) => value);
    byId('facts').replaceChildren(...facts.flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, ...[value].flat())]));
    show(byId('facts'), true);
  }
}
