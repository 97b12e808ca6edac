import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOf, groups, isIn, leftOf, portsOf, statusOf, toneOf, useOf, verbsOf } from '../../../http/page/container.js';
import { at, container, minutes, now } from './samples.mjs';

const statuses = ['starting', 'running', 'stopping', 'stopped', 'pausing', 'paused', 'resuming', 'failed'];

test('every status belongs to exactly one group beside those that are looked for', () => {
  for (const status of statuses) {
    const mine = groups.filter((group) => !['all', 'soon', 'silent'].includes(group) && isIn(group, container(1, { status })));
    assert.equal(mine.length, 1, status);
  }
});

test('what is on the way can be neither started nor stopped twice', () => {
  for (const status of ['stopping', 'pausing']) {
    const verbs = verbsOf(container(1, { status }));
    assert.ok(!verbs.start && !verbs.stop && !verbs.hold, status);
  }
  assert.ok(verbsOf(container(1)).stop);
  assert.ok(verbsOf(container(1, { status: 'stopped' })).start);
  assert.ok(verbsOf(container(1, { status: 'paused' })).start);
});

test('a start and a stop never stand at the same place unless it is paused or failed', () => {
  for (const status of statuses) {
    const { start, stop } = verbsOf(container(1, { status }));
    if (status !== 'paused' && status !== 'failed') assert.ok(!(start && stop), status);
  }
});

test('a hold takes the place of the release of one', () => {
  const held = verbsOf(container(1, { keep_alive_until: at(now + minutes(60)) }));
  assert.ok(held.release && !held.hold);
  const free = verbsOf(container(1));
  assert.ok(free.hold && !free.release);
});

test('the end of a running one is a countdown', () => {
  assert.deepEqual(endOf(container(1, { stops_at: at(now + 90000) }), now).main, '1:30');
  assert.equal(endOf(container(1, { stops_at: null, policy: { disable_timeouts: true } }), now).main, 'never');
  assert.match(endOf(container(1, { keep_alive_until: at(now + minutes(60)) }), now).sub, /^held until /);
  // A lease that is over holds nothing.
  assert.doesNotMatch(endOf(container(1, { keep_alive_until: at(now - 1) }), now).sub, /held/);
});

test('the end of a stopped one is how long ago and why', () => {
  const c = container(1, { status: 'stopped', stops_at: null, stopped_at: at(now - minutes(5)), stop_reason: 'idle', exit_code: 137 });
  assert.deepEqual(endOf(c, now), { main: '5 min ago', sub: 'idle, exit 137', tone: 'still' });
});

test('how much is left is between nothing and all', () => {
  assert.equal(leftOf(container(1, { stops_at: null }), now), null);
  assert.equal(leftOf(container(1, { stops_at: at(now - 1) }), now), 0);
  assert.equal(leftOf(container(1, { stops_at: at(now + minutes(30)) }), now), 0.5);
  assert.equal(leftOf(container(1, { stops_at: at(now + minutes(6000)) }), now), 1);
});

test('one that runs and never reported is among those that say nothing', () => {
  assert.ok(isIn('silent', container(1)));
  assert.ok(!isIn('silent', container(1, { reported_at: at(now) })));
  assert.ok(!isIn('silent', container(1, { status: 'stopped' })));
});

test('no report is not the same as a report of nothing', () => {
  assert.deepEqual(useOf(container(1), now), { main: '–', sub: 'no report yet' });
  assert.deepEqual(useOf(container(1, { reported_at: at(now - 60000), active: '3' }), now), { main: '3', sub: '1 min ago' });
});

test('ports are told by what they are for, ssh last', () => {
  const c = container(1, { ports: { '22/tcp': '1', '5432/tcp': '2', '53/udp': '3', '9000/tcp': '4' } });
  assert.deepEqual(portsOf(c).map((port) => port.what), ['53/udp', 'postgres', '9000', 'ssh']);
  assert.deepEqual(portsOf({}), []);
});

test('one that is about to stop says so', () => {
  const c = container(1, { stopping_soon: true });
  assert.equal(statusOf(c), 'stopping soon');
  assert.equal(toneOf(c), 'warn');
});

test('what runs and cannot be used is said to be so', () => {
  const c = { status: 'running', ready: false, health: null };
  assert.equal(statusOf(c), 'not ready');
  assert.equal(toneOf(c), 'busy');
  assert.equal(statusOf({ ...c, health: 'unhealthy' }), 'unhealthy');
  assert.equal(toneOf({ ...c, health: 'unhealthy' }), 'bad');
  assert.equal(statusOf({ ...c, ready: true }), 'running');
  assert.equal(statusOf({ ...c, status: 'stopped' }), 'stopped');
});
