// Five thousand containers, of which some change all the time: how long until the
// first rows are there, and how much of the processor the page takes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desktop, launch, logIn, open, until } from './browser.mjs';
import { MadeUpServer } from './made_up_server.mjs';
import { container } from './pure/samples.mjs';
import { health } from './town.mjs';

const many = 5000;
let browser;
let server;

before(async () => {
  browser = await launch();
  server = new MadeUpServer();
  server.health = health(Date.now());
  for (let n = 0; n < many; n += 1)
    server.put(container(n, {
      stops_at: new Date(Date.now() + 60000 + n * 1000).toISOString(),
      reported_at: new Date(Date.now() - n * 10).toISOString(),
      started_at: new Date(Date.now() - n * 700).toISOString(),
      owner: `user-${n % 40}`,
    }));
  await server.listen();
});
after(async () => {
  await browser.close();
  await server.close();
});

/** Seconds of the processor that scripts, style and layout took so far; not those in which others had it. */
async function work(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  const value = (name) => metrics.find((each) => each.name === name).value;
  return value('ScriptDuration') + value('LayoutDuration') + value('RecalcStyleDuration');
}

test('the first rows of five thousand are there at once, and few are in the document', async (t) => {
  const page = await open(browser, desktop);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await logIn(page, server.url);
  await page.locator('#rows .row').first().waitFor();
  await page.close();

  // Again with a session, as a reload is: nothing but the page itself is timed.
  const again = await page.context().newPage();
  const second = await again.context().newCDPSession(again);
  await second.send('Performance.enable', { timeDomain: 'threadTicks' });
  await again.goto(server.url);
  await again.locator('#rows .row').first().waitFor();
  const first = await again.evaluate(() => performance.getEntriesByName('spin:list')[0].startTime);
  const toFirstRows = await work(second);
  const rows = await again.locator('#rows .row').count();
  t.diagnostic(`first rows after ${first.toFixed(0)} ms, of which ${(toFirstRows * 1000).toFixed(0)} ms of scripts, style and layout; ${rows} rows in the document`);
  assert.ok(rows < 60, `${rows} rows`);
  assert.equal(await again.locator('#table').getAttribute('aria-rowcount'), String(many + 1));
  assert.ok(toFirstRows < 0.8, `${toFirstRows} s of work to the first rows`);

  // Nothing happens but time.
  await until(() => server.readers, 'a reader');
  const seconds = 5;
  const spent = async (during) => {
    const begin = await work(second);
    await during();
    return ((await work(second)) - begin) / seconds;
  };
  const idle = await spent(() => new Promise((go) => setTimeout(go, seconds * 1000)));
  t.diagnostic(`at rest ${(idle * 1000).toFixed(1)} ms of work in a second`);
  assert.ok(idle < 0.08, `${idle} s of work in a second at rest`);

  // Fifty changes in a second.
  const all = [...server.containers.values()];
  const busy = await spent(async () => {
    for (let i = 0; i < seconds * 10; i += 1) {
      for (let k = 0; k < 5; k += 1) {
        const c = all[(i * 97 + k * 1013) % all.length];
        server.tell('checked_in', { ...c, active: String(i), reported_at: new Date().toISOString() });
      }
      await new Promise((go) => setTimeout(go, 100));
    }
  });
  t.diagnostic(`with 50 changes in a second ${(busy * 1000).toFixed(1)} ms of work in a second`);
  assert.ok(busy < 0.5, `${busy} s of work in a second with 50 changes`);

  // To the far end and back, by search and by scrolling.
  await again.getByLabel('Find').fill('quiet_heron_4321');
  await until(async () => (await again.locator('#rows .row').count()) === 1, 'one row');
  await again.getByLabel('Find').fill('');
  // The list grows again a moment after the words are gone.
  await until(async () => {
    await again.evaluate(() => scrollTo(0, document.body.scrollHeight));
    return again.locator(`#rows [aria-rowindex="${many + 1}"]`).count();
  }, 'the last row');
  assert.deepEqual(page.faults, []);
  await again.context().close();
});
