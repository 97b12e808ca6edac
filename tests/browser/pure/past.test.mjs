import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Past, kindOf, kinds, totals } from '../../../http/page/past.js';
import { barsOf, wordsFor } from '../../../http/page/hour.js';
import { at, container, dice, minutes, now } from './samples.mjs';

test('the same change from an event and from a list counts once', () => {
  const past = new Past();
  const c = container(5, { started_at: at(now - 60000) });
  past.note(c.container_id, c.name, now - 60000 + 900, 'started');
  past.noteContainer(c, now);
  past.noteContainer(c, now);
  assert.equal(totals(past.columns(now, 60)).started, 1);
});

test('what is older than an hour is not shown', () => {
  const past = new Past();
  past.noteContainer(container(90), now);
  assert.equal(totals(past.columns(now, 60)).started, 0);
});

test('each thing that happened in the hour stands in exactly one column', () => {
  const roll = dice(11);
  const past = new Past();
  let expected = 0;
  for (let i = 0; i < 500; i += 1)
    if (past.note(`c${i}`, '', now - roll(59 * 60000), kinds[roll(kinds.length)])) expected += 1;
  const columns = past.columns(now, 60);
  assert.equal(columns.length, 60);
  assert.equal(Object.values(totals(columns)).reduce((a, b) => a + b), expected);
});

test('it forgets the oldest and takes bounded memory', () => {
  const past = new Past();
  for (let i = 0; i < 50000; i += 1) past.note(`c${i}`, '', now - minutes(50) + i, 'started');
  assert.ok(totals(past.columns(now, 60)).started <= 20000);
  assert.ok(past.columns(now, 60).some((column) => column.started > 0));
});

test('an end is told by its reason', () => {
  assert.equal(kindOf('stopped', 'idle'), 'idle');
  assert.equal(kindOf('stopped', 'asked'), 'asked');
  assert.equal(kindOf('stopped', 'died'), 'failed');
  assert.equal(kindOf('stopped', 'max_age'), 'other');
  assert.equal(kindOf('checked_in'), null);
});

test('bars stay inside of their half and do not overlap', () => {
  const roll = dice(4);
  for (let i = 0; i < 200; i += 1) {
    const column = Object.fromEntries(kinds.map((kind) => [kind, roll(6)]));
    const down = kinds.slice(1).reduce((sum, kind) => sum + column[kind], 0);
    const bars = barsOf(column, Math.max(3, column.started, down)).sort((a, b) => a.y - b.y);
    for (const [k, bar] of bars.entries()) {
      assert.ok(bar.y >= 0 && bar.y + bar.height <= 50.001);
      if (k > 0) assert.ok(bar.y >= bars[k - 1].y + bars[k - 1].height - 1e-9);
    }
  }
});

test('the hour is told in words too', () => {
  assert.equal(wordsFor({ started: 2, idle: 1, asked: 0, other: 0, failed: 0 }), '2 started, 1 stopped as idle');
  assert.equal(wordsFor({ started: 0, idle: 0, asked: 0, other: 0, failed: 0 }), 'nothing');
});
