// The page with a made-up API behind it: as many containers as a test wants, which
// change when it says so. It answers as the real server does, with its rules for
// sessions, so that the page is tested as it is shipped.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../http/page/', import.meta.url));
const types = { html: 'text/html', css: 'text/css', js: 'text/javascript' };
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const files = new Map(
  readdirSync(folder)
    .filter((name) => /\.(html|css|js)$/.test(name))
    .map((name) => [name, readFileSync(folder + name, 'utf8').replaceAll('@VERSION@', 'test')]),
);

export class MadeUpServer {
  users = { admin: { password: 'right', role: 'admin' }, eve: { password: 'right', role: 'viewer' }, ann: { password: 'right', role: 'user' } };
  containers = new Map();
  images = ['spin-docker/hello:latest', 'spin-docker/sd-postgres:latest', 'spin-docker/sd-redis:latest', 'spin-docker/sd-django:latest'];
  idle = () => ({});
  history = () => [];
  metrics = () => '';
  savings = null;
  now = () => Date.now();
  health = { ready: true, parts: {} };
  /** What was asked for, as "PATCH /v1/containers/...". */
  asked = [];
  /** 404 for the stream of events, as a server without one. */
  streams = true;
  /** Answers a change; by default the obvious. */
  onChange = (method, container, body) => this.change(method, container, body);
  #sessions = new Map();
  #readers = new Set();
  #sockets = new Set();
  #events = 0;

  async listen(port = 0) {
    this.server = createServer((from, to) => this.#serve(from, to));
    this.server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await new Promise((done) => this.server.listen(port, '127.0.0.1', done));
    this.port = this.server.address().port;
    this.url = `http://127.0.0.1:${this.port}/`;
    return this;
  }

  /** Ends it as a crash does: nobody is told. */
  async close() {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((done) => this.server.close(done));
    this.#readers.clear();
  }

  endSessions() {
    this.#sessions.clear();
  }

  get readers() {
    return this.#readers.size;
  }

  put(c) {
    this.containers.set(c.container_id, c);
  }

  /** Tells all who listen that something happened to `c`. */
  tell(type, c, more = {}) {
    if (type === 'removed') this.containers.delete(c.container_id);
    else this.put(c);
    const event = {
      type, time: new Date().toISOString(), container_id: c.container_id, name: c.name, image: c.image,
      owner: c.owner, status: c.status, ...(type === 'removed' ? {} : { container: c }), ...more,
    };
    this.#events += 1;
    for (const to of this.#readers) to.write(`id: e-${this.#events}\nevent: ${type}\ndata: ${JSON.stringify(event)}\n\n`);
  }

  change(method, c, body) {
    const now = new Date().toISOString();
    if (method === 'DELETE') {
      this.tell('removed', c, { reason: 'asked' });
      return null;
    }
    if (body.for) {
      c = { ...c, keep_alive_until: body.for === '0' ? null : new Date(Date.now() + 3600000).toISOString() };
      this.tell('held', c);
    } else if (body.status === 'stopped') {
      c = { ...c, status: 'stopped', stopped_at: now, stop_reason: 'asked', stops_at: null, ports: {} };
      this.tell('stopped', c, { reason: 'asked' });
    } else {
      c = { ...c, status: 'running', stops_at: new Date(Date.now() + 7200000).toISOString(), started_at: now };
      this.tell('started', c);
    }
    return c;
  }

  #json(to, status, value, headers = {}) {
    to.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    to.end(value === null ? '' : JSON.stringify(value));
  }

  async #serve(from, to) {
    const url = new URL(from.url, this.url);
    let text = '';
    for await (const piece of from) text += piece;
    const file = url.pathname === '/' ? 'index.html' : /^\/ui\/test\/([a-z]+\.[a-z]+)$/.exec(url.pathname)?.[1];
    if (file && files.has(file)) return this.#page(to, file);
    if (url.pathname !== '/readyz' && url.pathname !== '/metrics') this.asked.push(`${from.method} ${url.pathname}`);
    const body = text ? JSON.parse(text) : {};
    if (url.pathname === '/readyz') return this.#json(to, this.health.ready ? 200 : 503, this.health);
    if (from.method === 'POST' && url.pathname === '/v1/session') return this.#logIn(to, body);
    const id = /spin_session=(\w+)/.exec(from.headers.cookie ?? '')?.[1];
    const session = this.#sessions.get(id);
    if (!session) return this.#json(to, 401, { message: 'log in' }, { 'WWW-Authenticate': 'Session' });
    if (from.method !== 'GET' && from.headers['x-csrf-token'] !== session.csrf) return this.#json(to, 403, { message: 'no word' });
    return this.#api(from.method, url, body, session, id, to);
  }

  #page(to, file) {
    to.writeHead(200, { 'Content-Type': `${types[file.split('.')[1]]}; charset=utf-8`, 'Content-Security-Policy': policy, 'Cache-Control': 'no-cache' });
    to.end(files.get(file));
  }

  #logIn(to, { username, password }) {
    const user = this.users[username];
    if (user?.password !== password) return this.#json(to, 401, { message: 'wrong user or password' }, { 'WWW-Authenticate': 'Session' });
    const id = randomBytes(16).toString('hex');
    const session = { user: username, role: user.role, csrf: createHash('sha256').update(id).digest('hex') };
    this.#sessions.set(id, session);
    return this.#json(to, 201, { ...session, time: new Date(this.now()).toISOString() }, { 'Set-Cookie': `spin_session=${id}; Path=/; HttpOnly; SameSite=Strict` });
  }

  #api(method, url, body, session, id, to) {
    const one = /^\/v1\/containers\/(\w+)(?:\/([a-z-]+))?$/.exec(url.pathname);
    const what = `${method} ${one ? (one[2] ?? 'one') : url.pathname}`;
    const c = one && this.containers.get(one[1]);
    if (one && !c) return this.#json(to, 404, { message: 'no such container' });
    switch (what) {
      case 'GET /v1/session': return this.#json(to, 200, { ...session, time: new Date(this.now()).toISOString() });
      case 'DELETE /v1/session': this.#sessions.delete(id); return this.#json(to, 204, null);
      case 'GET /v1/containers': return this.#json(to, 200, [...this.containers.values()]);
      case 'GET /v1/images': return this.#json(to, 200, this.images);
      case 'GET /v1/savings': return this.savings ? this.#json(to, 200, this.savings) : this.#json(to, 404, { message: 'no such path' });
      case 'GET /v1/events': return this.#stream(to);
      case 'GET /metrics': to.writeHead(session.role === 'user' ? 403 : 200); return to.end(this.metrics());
      case 'GET one': return this.#json(to, 200, c);
      case 'GET idle': return this.#json(to, 200, this.idle(c));
      case 'GET history': return this.#json(to, 200, { container_id: c.container_id, changes: this.history(c) });
      case 'POST /v1/containers': return this.#changed(to, 201, this.onChange(method, null, body));
      case 'PATCH one': case 'DELETE one': case 'POST keep-alive': return this.#changed(to, 200, this.onChange(method, c, body));
      default: return this.#json(to, 404, { message: 'no such path' });
    }
  }

  #changed(to, status, answer) {
    if (answer?.refuse) return this.#json(to, answer.refuse, { message: answer.message });
    return this.#json(to, answer ? status : 204, answer);
  }

  #stream(to) {
    if (!this.streams) return this.#json(to, 404, { message: 'no such path' });
    to.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    to.write(': here\n\n');
    this.#readers.add(to);
    to.on('close', () => this.#readers.delete(to));
    return undefined;
  }
}
