import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse, Series, sum } from '../../../http/page/prometheus.js';
import { pathOf } from '../../../http/page/plots.js';
import { rowsOf } from '../../../http/page/savings.js';

const text = `# HELP a_total Something
# TYPE a_total counter
a_total{outcome="credited",x="y \\" z"} 3
a_total{outcome="limited"} 2
b 1.5e3
broken line {
c_bucket{le="+Inf"} +Inf
`;

test('a page of metrics is read sample by sample', () => {
  const all = parse(text);
  assert.equal(sum(all, 'a_total'), 5);
  assert.equal(sum(all, 'a_total', { outcome: 'limited' }), 2);
  assert.equal(sum(all, 'b'), 1500);
  assert.equal(sum(all, 'none'), null);
  assert.equal(sum(all, 'a_total', { outcome: 'none' }), null);
});

test('a counter is plotted as its rate, and a restart is no fall', () => {
  const series = new Series(10);
  for (const [at, value] of [[0, 100], [1000, 110], [3000, 130], [4000, 4]]) series.rate(at, value);
  assert.deepEqual(series.points.map((p) => p.value), [10, 10, 4]);
});

test('a mean is of what was counted meanwhile', () => {
  const series = new Series(10);
  series.mean(0, 10, 5);
  series.mean(1, 16, 8);
  series.mean(2, 16, 8);
  series.mean(3, null, null);
  assert.deepEqual(series.points.map((p) => p.value), [2]);
});

test('only so many points are kept', () => {
  const series = new Series(3);
  for (let i = 0; i < 10; i += 1) series.gauge(i, i);
  assert.deepEqual(series.points.map((p) => p.value), [7, 8, 9]);
});

test('a path goes from left to right and stays inside', () => {
  const path = pathOf([{ at: 0, value: 0 }, { at: 50, value: 4 }, { at: 100, value: 2 }], 0, 100, 4);
  assert.equal(path, 'M0.0,29.0L120.0,3.0L240.0,16.0');
});

test('savings that are not told are not shown', () => {
  assert.deepEqual(rowsOf(null), []);
  assert.deepEqual(rowsOf({}), []);
  assert.deepEqual(rowsOf({ total: { container_seconds: 7200, byte_seconds: 3600 * 1024 ** 3 } }), [
    { name: 'In total', time: '2 h', more: '1 GiB h' },
  ]);
  assert.deepEqual(rowsOf({ last_7d: { container_seconds: 12600, stops: 3 } }), [{ name: 'This week', time: '3.5 h', more: '3 stops' }]);
});
