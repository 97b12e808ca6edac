// Speaks to the server. The password is sent once; after that the browser's cookie,
// which no script can read, and the word that goes with it count.

/** What the server did not do, with its own words for why. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** The server cannot be reached. */
export class Unreachable extends Error {}

export class Api {
  #csrf = '';
  /** Is called when a session turns out to have ended. */
  onEnded = () => {};
  /** How much further the server's clock is than ours, in ms. */
  skew = 0;

  now() {
    return Date.now() + this.skew;
  }

  /** Returns who is logged in; null if nobody is. */
  async whoAmI() {
    const answer = await this.#fetch('GET', '/v1/session');
    return answer.status === 401 ? null : this.#take(await this.#read(answer));
  }

  async logIn(username, password) {
    return this.#take(await this.#read(await this.#fetch('POST', '/v1/session', { username, password })));
  }

  async logOut() {
    await this.send('DELETE', '/v1/session');
  }

  /** Reads JSON. `also`: a status other than 2xx that is an answer too. */
  async get(path, also) {
    return this.#checked(await this.#fetch('GET', path), also);
  }

  async text(path) {
    const answer = await this.#fetch('GET', path);
    if (!answer.ok) await this.#checked(answer);
    return answer.text();
  }

  /** Asks for a change; returns what it is answered with. */
  async send(method, path, body) {
    return this.#checked(await this.#fetch(method, path, body));
  }

  async #fetch(method, path, body) {
    const headers = { Accept: 'application/json' };
    if (body) headers['Content-Type'] = 'application/json';
    if (method !== 'GET') headers['X-CSRF-Token'] = this.#csrf;
    try {
      return await fetch(path, { method, headers, body: body && JSON.stringify(body), cache: 'no-store', redirect: 'error' });
    } catch {
      throw new Unreachable('the server cannot be reached');
    }
  }

  async #checked(answer, also) {
    if (answer.status === 401) {
      this.onEnded();
      throw new Refused(401, 'You are logged out.');
    }
    return this.#read(answer, also);
  }

  async #read(answer, also) {
    if (answer.status === 204) return null;
    const text = await answer.text();
    let value = null;
    try {
      value = JSON.parse(text);
    } catch {
      if (answer.ok) throw new Refused(answer.status, 'The answer cannot be understood.');
    }
    if (!answer.ok && answer.status !== also)
      throw new Refused(answer.status, value?.message ?? `The server answered ${answer.status}.`);
    return value;
  }

  #take(session) {
    this.#csrf = session.csrf ?? '';
    const time = Date.parse(session.time ?? '');
    this.skew = Number.isFinite(time) ? time - Date.now() : 0;
    return session;
  }
}
