import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fleet } from '../../../http/page/fleet.js';
import { container, dice } from './samples.mjs';

const event = (type, c) => ({ type, container_id: c.container_id, name: c.name, container: type === 'removed' ? undefined : c });

test('a list replaces what was known', () => {
  const fleet = new Fleet();
  fleet.takeList([container(1), container(2)], fleet.mark());
  fleet.takeList([container(2), container(3)], fleet.mark());
  assert.deepEqual(fleet.all().map((c) => c.name), ['/quiet_heron_2', '/quiet_heron_3']);
});

test('an answer does not undo an event that came after its request was sent', () => {
  const fleet = new Fleet();
  fleet.takeList([container(1)], fleet.mark());
  const sent = fleet.mark();
  fleet.takeEvent(event('stopped', container(1, { status: 'stopped' })));
  fleet.takeOne(container(1, { status: 'stopping' }), sent);
  assert.equal(fleet.get(container(1).container_id).status, 'stopped');
});

test('a list that was asked for before a removal brings nothing back', () => {
  const fleet = new Fleet();
  fleet.takeList([container(1)], fleet.mark());
  const sent = fleet.mark();
  fleet.takeEvent(event('removed', container(1)));
  fleet.takeEvent(event('created', container(2)));
  fleet.takeList([container(1)], sent);
  assert.deepEqual(fleet.all().map((c) => c.name), ['/quiet_heron_2']);
});

test('events of parts of the server change no container', () => {
  const fleet = new Fleet();
  assert.equal(fleet.takeEvent({ type: 'degraded', part: 'engine' }), undefined);
  assert.equal(fleet.size, 0);
});

// A server that changes all the time, whose answers and events come over two
// connections, each late by its own amount: when all has come, both agree.
test('whatever comes in whichever order, in the end it is as on the server', () => {
  for (let seed = 1; seed <= 500; seed += 1) {
    const roll = dice(seed);
    const truth = new Map();
    const fleet = new Fleet();
    const events = [];
    const answers = [];
    const deliver = (many) => {
      for (let i = roll(many + 1); i > 0 && events.length > 0; i -= 1) fleet.takeEvent(events.shift());
      // Answers come in any order.
      while (answers.length > 0 && roll(2)) answers.splice(roll(answers.length), 1)[0]();
    };
    for (let step = 0; step < 60; step += 1) {
      const n = roll(6);
      const id = container(n).container_id;
      const what = roll(4);
      if (what === 0 && truth.delete(id)) events.push(event('removed', container(n)));
      if (what === 1) {
        truth.set(id, container(n, { active: String(step) }));
        events.push(event('checked_in', truth.get(id)));
      }
      if (what === 2) {
        const since = fleet.mark();
        const list = [...truth.values()];
        answers.push(() => fleet.takeList(list, since));
      }
      if (what === 3 && truth.has(id)) {
        const since = fleet.mark();
        const one = truth.get(id);
        answers.push(() => fleet.takeOne(one, since));
      }
      deliver(3);
    }
    while (answers.length > 0) answers.shift()();
    while (events.length > 0) fleet.takeEvent(events.shift());
    // What an event never told of may be from an older answer: a last list mends it.
    fleet.takeList([...truth.values()], fleet.mark());
    assert.deepEqual(new Set(fleet.all()), new Set(truth.values()), `seed ${seed}`);
  }
});

test('what an event told is never older than the event', () => {
  for (let seed = 1; seed <= 500; seed += 1) {
    const roll = dice(seed);
    const fleet = new Fleet();
    const latest = new Map();
    const answers = [];
    for (let step = 1; step <= 80; step += 1) {
      const n = roll(4);
      const c = container(n, { active: String(step) });
      if (roll(2)) {
        fleet.takeEvent(event('checked_in', c));
        latest.set(c.container_id, step);
      } else {
        const since = fleet.mark();
        answers.push(() => fleet.takeOne(c, since));
      }
      while (answers.length > 0 && roll(3) === 0) answers.splice(roll(answers.length), 1)[0]();
      for (const [id, told] of latest) {
        const shown = Number(fleet.get(id).active);
        assert.ok(shown >= told, `seed ${seed}: ${shown} after ${told}`);
      }
    }
  }
});
