// One container in the list.
import { endOf, leftOf, nameOf, portsOf, statusOf, toneOf, useOf } from './container.js';
import { portButton } from './copy.js';
import { copyOf, make, setAttr, setText, show } from './dom.js';
import { Verbs } from './verbs.js';

const mostPorts = 2;

export class Row {
  #parts;
  #verbs = null;
  #ports = '';
  #at = -1;
  container = null;

  /** `on`: `open(id)` and `act(verb, id, button)`; no `act`: nothing may be done. */
  constructor(on) {
    this.el = copyOf('row');
    const find = (name) => this.el.querySelector(`.${name}`);
    this.#parts = Object.fromEntries(
      ['name', 'image', 'pill', 'status', 'owner', 'use', 'use-sub', 'c-ports', 'end', 'end-sub', 'left', 'left-fill', 'c-do'].map((name) => [name, find(name)]),
    );
    const id = () => this.container.container_id;
    this.#parts.name.addEventListener('click', () => on.open(id()));
    this.open = () => on.open(id());
    if (on.act) this.#verbs = new Verbs(this.#parts['c-do'], false, (verb, button) => on.act(verb, id(), button));
  }

  /** Shows `c` as it is `now`. */
  update(c, now) {
    if (this.container !== c) {
      this.container = c;
      const p = this.#parts;
      setText(p.name, nameOf(c));
      setText(p.image, c.image);
      setAttr(p.image, 'title', c.image);
      setText(p.status, statusOf(c));
      setAttr(p.pill, 'data-tone', toneOf(c));
      setText(p.owner, c.owner ?? '');
      this.#showPorts(c);
      this.#verbs?.update(c);
    }
    this.tick(now);
  }

  /** Shows what goes by with time. */
  tick(now) {
    const p = this.#parts;
    const end = endOf(this.container, now);
    setText(p.end, end.main);
    setText(p['end-sub'], end.sub);
    setAttr(p.end, 'data-tone', end.tone);
    const use = useOf(this.container, now);
    setText(p.use, use.main);
    setText(p['use-sub'], use.sub);
    const left = leftOf(this.container, now);
    show(p.left, left !== null);
    if (left === null) return;
    setAttr(p.left, 'data-tone', end.tone);
    const scale = `scaleX(${left.toFixed(3)})`;
    if (p['left-fill'].style.transform !== scale) p['left-fill'].style.transform = scale;
  }

  /** Puts it at its place in the list. */
  place(index, height) {
    const at = index * height;
    if (this.#at === at) return;
    this.#at = at;
    this.el.style.transform = `translateY(${at}px)`;
    this.el.setAttribute('aria-rowindex', index + 2);
  }

  get hasFocus() {
    return this.el.contains(document.activeElement);
  }

  #showPorts(c) {
    const key = JSON.stringify(c.ports);
    if (key === this.#ports) return;
    this.#ports = key;
    const ports = portsOf(c);
    const shown = ports.length > mostPorts ? ports.slice(0, mostPorts - 1) : ports;
    const more = ports.length - shown.length;
    this.#parts['c-ports'].replaceChildren(
      ...shown.map((port) => portButton(port, nameOf(c))),
      ...(more > 0
        ? [make('button', { type: 'button', class: 'port', 'aria-label': `+${more} more ports of ${nameOf(c)}`, onclick: this.open }, `+${more}`)]
        : []),
    );
  }
}
