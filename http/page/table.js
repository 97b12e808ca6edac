// The list of containers. Only the rows that can be seen are in the document, so
// that five thousand cost what fifty do. A row stays the same element as long as
// it is near, so that the focus stays where it is when others come and go.
import { atNextFrame, byId, make, setAttr } from './dom.js';
import { Row } from './row.js';

const around = 6;

const columns = [
  { key: 'name', text: 'Name', class: 'c-name' },
  { key: 'status', text: 'Status', class: 'c-status' },
  { key: 'owner', text: 'Owner', class: 'c-owner' },
  { key: 'active', text: 'In use', class: 'c-use' },
  { key: '', text: 'Ports', class: 'c-ports' },
  { key: 'stops', text: 'Stops', class: 'c-end' },
  { key: '', text: 'Actions', class: 'c-do', hidden: true },
];

/** What the list can be sorted by, for the choice on small screens. */
export const sorts = columns.filter((column) => column.key).map(({ key, text }) => ({ key, text }));

export class Table {
  #rows = new Map();
  #list = [];
  #on;
  #height = 56;
  #table = byId('table');
  #body = byId('rows');
  #heads = new Map();
  #now;

  /** `on` as for rows, and `sort(key)`; `now()` is the time there. */
  constructor(on, now) {
    this.#on = on;
    this.#now = now;
    this.#makeHead();
    const draw = atNextFrame(() => this.#draw());
    addEventListener('scroll', draw, { passive: true });
    addEventListener('resize', atNextFrame(() => this.#measure()));
    this.#body.addEventListener('keydown', (event) => this.#onKey(event));
    this.#measure();
  }

  /** Lets go of all rows: another user may do other things with them. */
  reset(on) {
    this.#on = on;
    for (const row of this.#rows.values()) row.el.remove();
    this.#rows.clear();
    this.show([]);
  }

  /** Shows these containers in this order. */
  show(list) {
    this.#list = list;
    setAttr(this.#table, 'aria-rowcount', String(list.length + 1));
    this.#body.style.height = `${list.length * this.#height}px`;
    this.#draw();
  }

  showSort(key, down) {
    for (const [each, head] of this.#heads)
      setAttr(head, 'aria-sort', each === key ? (down ? 'descending' : 'ascending') : null);
  }

  tick() {
    const now = this.#now();
    for (const row of this.#rows.values()) row.tick(now);
  }

  #makeHead() {
    for (const { key, text, class: name, hidden } of columns) {
      const inside = key
        ? make('button', { type: 'button', onclick: () => this.#on.sort(key) }, text)
        : make('span', { class: hidden ? 'visually-hidden' : null }, text);
      const cell = make('div', { role: 'columnheader', class: name }, inside);
      if (key) this.#heads.set(key, cell);
      byId('head').append(cell);
    }
  }

  #measure() {
    const text = getComputedStyle(document.documentElement).getPropertyValue('--row');
    this.#height = Number.parseFloat(text) || 56;
    this.show(this.#list);
  }

  /** Which rows can be seen, and some around them: `[first, end)`. */
  #range() {
    const top = this.#body.getBoundingClientRect().top;
    const first = Math.floor(-top / this.#height) - around;
    const end = Math.ceil((innerHeight - top) / this.#height) + around;
    const most = this.#list.length;
    return [Math.min(Math.max(0, first), most), Math.max(0, Math.min(most, end))];
  }

  #draw() {
    const [first, end] = this.#range();
    const now = this.#now();
    const near = this.#list.slice(first, end);
    this.#drop(new Set(near.map((c) => c.container_id)));
    let before = null;
    near.forEach((c, i) => {
      const row = this.#rowOf(c.container_id);
      row.update(c, now);
      row.place(first + i, this.#height);
      this.#putAfter(before, row);
      before = row.el;
    });
  }

  #rowOf(id) {
    const known = this.#rows.get(id);
    if (known) return known;
    const made = new Row(this.#on);
    this.#rows.set(id, made);
    return made;
  }

  #drop(near) {
    for (const [id, row] of this.#rows) {
      if (near.has(id)) continue;
      const lost = row.hasFocus;
      row.el.remove();
      this.#rows.delete(id);
      // Whoever works with the keyboard goes on from the list, not from the top.
      if (lost) this.#body.querySelector('.name')?.focus({ preventScroll: true });
    }
  }

  /** Keeps the document in the order that is seen. What has the focus is never
      moved, as that would take the focus away: the others move around it. */
  #putAfter(before, row) {
    const place = () => (before === null ? this.#body.firstChild : before.nextSibling);
    if (place() === row.el) return;
    if (row.hasFocus) while (place() !== row.el) this.#body.append(place());
    else this.#body.insertBefore(row.el, place());
  }

  /** Up and down go to the same place in the next row. */
  #onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const row = event.target.closest('.row');
    if (!step || !row || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = step > 0 ? row.nextElementSibling : row.previousElementSibling;
    if (!next) return;
    event.preventDefault();
    const cell = event.target.closest('[role]').className;
    const target = next.getElementsByClassName(cell)[0]?.querySelector('button:not(:disabled)');
    (target ?? next.querySelector('.name')).focus();
  }
}
