import assert from 'node:assert/strict';
import { test } from 'node:test';
import { select, sortable, tally } from '../../../http/page/select.js';
import { at, container, dice, minutes, now } from './samples.mjs';

const statuses = ['starting', 'running', 'stopping', 'stopped', 'paused', 'failed'];

function crowd(seed, size) {
  const roll = dice(seed);
  return Array.from({ length: size }, (_, n) => {
    const status = statuses[roll(statuses.length)];
    const up = status === 'running' || status === 'starting';
    return container(n, {
      status,
      owner: ['ann', 'bob', 'eve'][roll(3)],
      image: `image-${roll(4)}`,
      active: String(roll(5)),
      stops_at: up && roll(3) ? at(now + minutes(roll(100))) : null,
      stopped_at: status === 'stopped' ? at(now - minutes(roll(100))) : null,
      created_at: at(now - minutes(roll(20))),
    });
  });
}

test('every order is a total one that does not depend on the order before', () => {
  for (const sort of sortable)
    for (let seed = 1; seed <= 20; seed += 1) {
      const all = crowd(seed, 60);
      const one = select(all, { sort });
      assert.deepEqual(select([...all].reverse(), { sort }), one, sort);
      assert.equal(one.length, all.length);
    }
});

test('the other way round is the other way round, but for equals', () => {
  const all = crowd(3, 60).map((c, i) => ({ ...c, name: `/n${String(i).padStart(3, '0')}` }));
  const up = select(all, { sort: 'name' });
  assert.deepEqual(select(all, { sort: 'name', down: true }), [...up].reverse());
});

test('what ends first comes first, and what does not run after all that does', () => {
  const order = select(crowd(5, 200), { sort: 'stops' }).map((c) => (c.stops_at ? 0 : c.status === 'stopped' ? 2 : 1));
  assert.deepEqual(order.filter((x) => x !== 1), order.filter((x) => x !== 1).sort());
  const ends = select(crowd(5, 200), { sort: 'stops' }).map((c) => c.stops_at).filter(Boolean);
  assert.deepEqual(ends, [...ends].sort());
});

test('all words must be found, wherever they stand', () => {
  const all = [container(1), container(2, { owner: 'bob', image: 'Spin-Docker/Postgres' })];
  const names = (text) => select(all, { text }).map((c) => c.name);
  assert.deepEqual(names('postgres bob'), ['/quiet_heron_2']);
  assert.deepEqual(names('heron ann'), ['/quiet_heron_1']);
  assert.deepEqual(names('32769'), ['/quiet_heron_1']);
  assert.deepEqual(names('postgres ann'), []);
  assert.equal(names('  ').length, 2);
});

test('the groups count what they show', () => {
  const all = crowd(9, 200);
  const counts = tally(all);
  for (const [group, n] of Object.entries(counts)) assert.equal(select(all, { group }).length, n, group);
  assert.equal(counts.up + counts.paused + counts.stopped + counts.failed, counts.all);
});

test('among equals the newest comes first', () => {
  const [old, young] = [container(1, { created_at: at(now - minutes(9)) }), container(2, { created_at: at(now) })];
  for (const down of [false, true]) assert.deepEqual(select([old, young], { sort: 'status', down }), [young, old]);
});
