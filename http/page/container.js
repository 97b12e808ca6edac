// What a container, as the API shows it, means to people. Pure.
import { ago, clock, countdown } from './format.js';

/** The groups by which the list can be narrowed, in the order of the tabs. */
export const groups = ['all', 'up', 'soon', 'silent', 'paused', 'stopped', 'failed'];

const groupOf = {
  starting: 'up',
  running: 'up',
  resuming: 'up',
  pausing: 'paused',
  paused: 'paused',
  stopping: 'stopped',
  stopped: 'stopped',
  failed: 'failed',
};

/** Returns whether a container belongs to a group. */
export function isIn(group, c) {
  if (group === 'all') return true;
  if (group === 'soon') return c.stopping_soon === true;
  if (group === 'silent') return c.status === 'running' && c.reported_at === null;
  return (groupOf[c.status] ?? 'failed') === group;
}

const order = ['failed', 'starting', 'resuming', 'running', 'stopping', 'pausing', 'paused', 'stopped'];

/** A number to sort by: what needs a look comes first. */
export function rank(c) {
  return c.stopping_soon ? 0.5 : order.indexOf(c.status);
}

/** Without the slash that the engine puts before it. */
export function nameOf(c) {
  return c.name.replace(/^\//, '');
}

/** The word for its status. */
export function statusOf(c) {
  if (c.status !== 'running') return c.status;
  if (c.stopping_soon) return 'stopping soon';
  if (c.health === 'unhealthy') return 'unhealthy';
  return c.ready === false ? 'not ready' : c.status;
}

/** The tone in which its status is shown. */
export function toneOf(c) {
  if (c.stopping_soon) return 'warn';
  if (c.status === 'running' && c.health === 'unhealthy') return 'bad';
  if (c.status === 'running') return c.ready === false ? 'busy' : 'good';
  if (c.status === 'failed') return 'bad';
  if (c.status === 'paused') return 'calm';
  if (c.status === 'stopped') return c.exit_code ? 'bad' : 'still';
  return 'busy';
}

const services = { 22: 'ssh', 80: 'http', 443: 'https', 5432: 'postgres', 6379: 'redis', 3306: 'mysql' };

/** Its published ports, ssh last: `{inside: "5432/tcp", what: "postgres", outside: "32945"}`. */
export function portsOf(c) {
  return Object.entries(c.ports ?? {})
    .map(([inside, outside]) => {
      const [port, protocol] = inside.split('/');
      const what = (protocol === 'tcp' && services[port]) || (protocol === 'tcp' ? port : inside);
      return { inside, what, outside };
    })
    .sort((a, b) => (a.inside === '22/tcp') - (b.inside === '22/tcp') || Number.parseInt(a.inside, 10) - Number.parseInt(b.inside, 10));
}

const reasons = {
  idle: 'nobody used it',
  asked: 'somebody asked for it',
  died: 'it ended by itself',
  start_failed: 'it could not start',
  max_age: 'it reached its greatest age',
  outside: 'somebody stopped it by hand',
};

/** Why it is stopped, in words; "" if that is not told. */
export function reasonOf(reason) {
  return reasons[reason] ?? (reason || '');
}

const short = {
  idle: 'idle',
  asked: 'asked',
  died: 'ended',
  start_failed: 'no start',
  max_age: 'age',
  outside: 'by hand',
};

/** The same in a word. */
export function shortReason(reason) {
  return short[reason] ?? (reason || '');
}

export const moment = (text) => (text ? Date.parse(text) : null);

/** What holds it, if anything does: the later end of its leases, in ms. */
export function heldUntil(c) {
  const ends = [moment(c.keep_alive_until), moment(c.busy_until)].filter((t) => t !== null);
  return ends.length > 0 ? Math.max(...ends) : null;
}

/** What stands in the column "stops": `{main, sub, tone}`. */
export function endOf(c, now) {
  const held = heldUntil(c);
  const end = moment(c.stops_at);
  const isUp = isIn('up', c) || isIn('paused', c);
  if (isUp && held !== null && held > now)
    return { main: countdown((end ?? held) - now), sub: `held until ${clock(held, now)}`, tone: 'calm' };
  if (isUp && end !== null)
    return { main: countdown(end - now), sub: `at ${clock(end, now)}`, tone: c.stopping_soon ? 'warn' : 'plain' };
  if (c.status === 'running') return { main: 'never', sub: c.policy?.disable_timeouts ? 'not looked at' : '', tone: 'still' };
  if (c.status === 'paused') return { main: 'paused', sub: shortReason(c.stop_reason), tone: 'still' };
  const stopped = moment(c.stopped_at);
  if (c.status === 'stopped' && stopped !== null) {
    const code = c.exit_code ? `, exit ${c.exit_code}` : '';
    return { main: ago(now - stopped), sub: `${shortReason(c.stop_reason)}${code}`, tone: 'still' };
  }
  return { main: '–', sub: shortReason(c.stop_reason), tone: 'still' };
}

/** How much of its time is left, 0 to 1; null if it does not end. */
export function leftOf(c, now) {
  const end = moment(c.stops_at);
  if (end === null || !c.policy) return null;
  const whole = Math.max(c.policy.timeout, end - now > c.policy.timeout * 2000 ? c.policy.initial_timeout : 0);
  const two = 2 * whole * 1000;
  return Math.min(1, Math.max(0, (end - now) / two));
}

/** What it said about its use: `{main, sub}`. */
export function useOf(c, now) {
  const at = moment(c.reported_at);
  if (at === null) return { main: '–', sub: isIn('up', c) ? 'no report yet' : '' };
  return { main: c.active, sub: ago(now - at) };
}

/** Which of the verbs make sense for it now. */
export function verbsOf(c) {
  const up = c.status === 'running' || c.status === 'starting' || c.status === 'resuming';
  const down = c.status === 'stopped' || c.status === 'failed' || c.status === 'paused';
  return {
    start: down,
    stop: up || c.status === 'paused' || c.status === 'failed',
    hold: (up || c.status === 'paused') && !c.keep_alive_until,
    release: Boolean(c.keep_alive_until),
    remove: true,
  };
}
