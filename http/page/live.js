// Keeps what is shown true: the stream of events, lists while there is none, and
// a look at the server's health, which also tells that the connection is gone.

import { Unreachable } from './api.js';

const types = [
  'created', 'started', 'stopping_soon', 'stopping', 'stopped', 'paused', 'resumed', 'removed',
  'adopted', 'checked_in', 'held', 'changed', 'failed', 'degraded', 'recovered', 'ready',
];

const second = 1000;

export class Live {
  #source = null;
  #timers = new Map();
  #on;
  #size;
  #running = false;
  #lastId = '';
  #streams = false;
  #reached = true;
  #told = '';
  #failures = 0;
  /** A list is under way: 'once', or to be asked for again: 'again'. */
  #lists = '';

  /** `on`: `event(event)`, `list()` and `look()`, which return promises, and `state(word)`. */
  constructor(on, size) {
    this.#on = on;
    this.#size = size;
    document.addEventListener('visibilitychange', () => this.#onSight());
    addEventListener('online', () => this.#running && this.#look());
    addEventListener('offline', () => this.#running && this.#reach(false));
  }

  start() {
    this.#running = true;
    this.#told = '';
    this.#lastId = '';
    this.#failures = 0;
    this.#open();
    // The first list is best asked for when the stream is open, or it needs a second.
    this.#later('list', 400, () => this.#list());
    this.#look();
  }

  stop() {
    this.#running = false;
    for (const name of [...this.#timers.keys()]) this.#cancel(name);
    this.#close();
  }

  // -- the stream -------------------------------------------------------------

  #open() {
    this.#close();
    const from = this.#lastId ? `?last_event_id=${encodeURIComponent(this.#lastId)}` : '';
    const source = new EventSource(`/v1/events${from}`);
    this.#source = source;
    source.onopen = () => {
      if (this.#streams) return;
      this.#streams = true;
      this.#failures = 0;
      this.#cancel('reopen');
      this.#list(); // what came between the last list and now
      this.#tell();
    };
    source.onerror = () => {
      this.#streams = false;
      // By itself it only tries again as long as it was answered well.
      if (source.readyState === EventSource.CLOSED) {
        const wait = Math.min(15 * 2 ** this.#failures, 300) * second;
        this.#failures += 1;
        this.#later('reopen', wait, () => this.#open());
      }
      if (this.#size() === 0) this.#list();
      else this.#listLater();
      this.#tell();
    };
    for (const type of types) source.addEventListener(type, (message) => this.#onMessage(message));
    source.addEventListener('reset', (message) => {
      this.#lastId = message.lastEventId;
      this.#list();
    });
  }

  #onMessage(message) {
    this.#lastId = message.lastEventId || this.#lastId;
    try {
      this.#on.event(JSON.parse(message.data));
    } catch (problem) {
      console.warn('an event cannot be understood', problem);
    }
  }

  #close() {
    this.#source?.close();
    this.#source = null;
    this.#streams = false;
  }

  // -- lists and looks --------------------------------------------------------

  async #list() {
    if (!this.#running) return;
    this.#cancel('list');
    if (this.#lists !== '') {
      this.#lists = 'again';
      return;
    }
    this.#lists = 'once';
    await this.#try(() => this.#on.list());
    const again = this.#lists === 'again';
    this.#lists = '';
    if (again) this.#list();
    else this.#listLater();
  }

  /** With events a list is only for what they might have missed. */
  #listLater() {
    const few = this.#size() <= 1000 ? 5 * second : 20 * second;
    const wait = this.#streams ? 300 * second : few;
    if (this.#running && !document.hidden) this.#later('list', wait, () => this.#list());
  }

  async #look() {
    if (!this.#running) return;
    const gone = !this.#reached;
    await this.#try(() => this.#on.look());
    if (gone && this.#reached) this.#again();
    if (this.#running && !document.hidden)
      this.#later('look', this.#reached ? 5 * second : 2 * second, () => this.#look());
  }

  /** After a time without a connection. */
  #again() {
    this.#open();
    this.#list();
  }

  async #try(what) {
    try {
      await what();
      this.#reach(true);
    } catch (problem) {
      this.#reach(!(problem instanceof Unreachable));
    }
  }

  #reach(yes) {
    this.#reached = yes;
    this.#tell();
  }

  #tell() {
    const word = !this.#reached ? 'lost' : this.#streams ? 'live' : 'polling';
    if (this.#running && word !== this.#told) {
      this.#told = word;
      this.#on.state(word);
    }
  }

  /** What nobody sees costs nothing: a hidden page sleeps after a minute. */
  #onSight() {
    if (!this.#running) return;
    if (document.hidden) {
      this.#later('sleep', 60 * second, () => {
        this.#close();
        this.#cancel('list');
        this.#cancel('look');
      });
      return;
    }
    this.#cancel('sleep');
    if (this.#source === null) this.#open();
    this.#list();
    this.#look();
  }

  #later(name, wait, run) {
    this.#cancel(name);
    this.#timers.set(name, setTimeout(() => {
      this.#timers.delete(name);
      run();
    }, wait));
  }

  #cancel(name) {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }
}
