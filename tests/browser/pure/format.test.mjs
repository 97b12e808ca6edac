import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ago, brief, byteHours, bytes, clock, count, countdown, hours, length, number } from '../../../http/page/format.js';
import { dice } from './samples.mjs';

test('a countdown shows seconds below an hour and never goes below now', () => {
  assert.equal(countdown(-5), 'now');
  assert.equal(countdown(0), 'now');
  assert.equal(countdown(1), '0:01');
  assert.equal(countdown(59 * 60000 + 7000), '59:07');
  assert.equal(countdown(3599999), '1 h');
  assert.equal(countdown(2 * 3600000 - 1000), '1 h 59 min');
  assert.equal(countdown(51 * 3600000), '2 d 3 h');
});

test('a countdown that goes on never shows more than before', () => {
  const value = (text) => {
    if (text === 'now') return 0;
    const [m, s] = text.split(':').map(Number);
    if (s !== undefined) return m * 60 + s;
    const unit = { d: 86400, h: 3600, min: 60, s: 1 };
    const words = text.split(' ');
    return words.reduce((sum, word, i) => (i % 2 ? sum + Number(words[i - 1]) * unit[word] : sum), 0);
  };
  const roll = dice(7);
  for (let i = 0; i < 5000; i += 1) {
    const ms = roll(4 * 86400000);
    assert.ok(value(countdown(ms)) >= value(countdown(ms - roll(100000))), `${ms}`);
  }
});

test('lengths have at most two units', () => {
  assert.equal(length(0), '0 s');
  assert.equal(length(90), '1 min 30 s');
  assert.equal(length(1800), '30 min');
  assert.equal(length(7200), '2 h');
  assert.equal(length(5400), '1 h 30 min');
  assert.equal(length(183600), '2 d 3 h');
});

test('what was is told by its largest unit', () => {
  assert.equal(ago(-3000), 'just now');
  assert.equal(ago(4999), 'just now');
  assert.equal(ago(42000), '42 s ago');
  assert.equal(ago(5 * 60000), '5 min ago');
  assert.equal(ago(47 * 3600000), '47 h ago');
  assert.equal(ago(48 * 3600000), '2 d ago');
});

test('a moment of another day is told with its day', () => {
  const noon = Date.UTC(2026, 4, 1, 12);
  assert.equal(clock(noon + 125 * 60000, noon, 'UTC'), '14:05');
  assert.equal(clock(noon - 13 * 3600000, noon, 'UTC'), '30 Apr, 23:00');
});

test('numbers have three digits that count', () => {
  assert.equal(number(0), '0');
  assert.equal(number(0.254), '0.25');
  assert.equal(number(3.456), '3.46');
  assert.equal(number(57.26), '57.3');
  assert.equal(number(1234.5), '1,235');
  assert.equal(number(-0.001), '0');
  assert.equal(bytes(512), '512 B');
  assert.equal(bytes(1536), '1.5 KiB');
  assert.equal(bytes(1023.9 * 1024), '1 MiB');
  assert.equal(bytes(23 * 1024 ** 3), '23 GiB');
  assert.equal(brief(0.00085), '850 µs');
  assert.equal(brief(0.012), '12 ms');
  assert.equal(brief(1.2), '1.2 s');
});

test('amounts are told as people count them', () => {
  assert.equal(count(1, 'container'), '1 container');
  assert.equal(count(5000, 'container'), '5,000 containers');
  assert.equal(hours(1800), '30 min');
  assert.equal(hours(12600), '3.5 h');
  assert.equal(byteHours(3600 * 1024 ** 3), '1 GiB h');
});
