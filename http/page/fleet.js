// The containers as they are known here, merged from answers and events. Pure.
//
// Answers and events come over different connections, in any order. Events are in
// order among themselves and each has the whole container, so the rule is one: an
// answer speaks for a container only if no event about it came after the request
// was sent.

const remembered = 10000;

export class Fleet {
  #byId = new Map();
  #touched = new Map();
  #now = 0;

  /** Marks the moment at which a request is sent; give it to what takes its answer. */
  mark() {
    return this.#now;
  }

  get size() {
    return this.#byId.size;
  }

  get(id) {
    return this.#byId.get(id);
  }

  all() {
    return [...this.#byId.values()];
  }

  /** Takes the whole list, asked for at `since`. */
  takeList(list, since) {
    const next = new Map();
    for (const c of list) {
      if (!this.#spokenFor(c.container_id, since)) next.set(c.container_id, c);
      else if (this.#byId.has(c.container_id)) next.set(c.container_id, this.#byId.get(c.container_id));
    }
    for (const [id, c] of this.#byId) if (!next.has(id) && this.#spokenFor(id, since)) next.set(id, c);
    this.#byId = next;
  }

  /** Takes one container, asked for at `since`. */
  takeOne(c, since) {
    if (!this.#spokenFor(c.container_id, since)) this.#byId.set(c.container_id, c);
  }

  /** Takes the answer that there is no such container, asked for at `since`. */
  takeGone(id, since) {
    if (!this.#spokenFor(id, since)) this.#byId.delete(id);
  }

  /** Takes an event. Returns the container as it was before, if it was known. */
  takeEvent(event) {
    const id = event.container_id;
    if (!id) return undefined;
    const before = this.#byId.get(id);
    this.#now += 1;
    this.#touched.delete(id); // so that the map is in order of time
    this.#touched.set(id, this.#now);
    for (const old of this.#touched.keys()) {
      if (this.#touched.size <= remembered) break;
      this.#touched.delete(old);
    }
    if (event.type === 'removed') this.#byId.delete(id);
    else if (event.container) this.#byId.set(id, event.container);
    return before;
  }

  clear() {
    this.#byId.clear();
    this.#touched.clear();
  }

  #spokenFor(id, since) {
    return (this.#touched.get(id) ?? -1) > since;
  }
}
