// How the page looks and whom it lets use it: axe-core in light and dark, at the
// size of a desk and of a phone; the keyboard; what a viewer sees; a lost connection.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkAccess, desktop, laptop, launch, logIn, open, phone, picture, until } from './browser.mjs';
import { MadeUpServer } from './made_up_server.mjs';
import { health, idleOf, metricsOf, pastOf, savings, town } from './town.mjs';

let browser;
let server;
const now = Date.now();

/** A server of a test's own, which ends with it. */
async function fresh(t) {
  const made = new MadeUpServer();
  t?.after(() => made.close());
  for (const c of town(Date.now())) made.put(c);
  Object.assign(made, { idle: idleOf(now), history: pastOf(now), savings, health: health(now), metrics: metricsOf() });
  return made.listen();
}

before(async () => {
  browser = await launch();
  server = await fresh();
});
after(async () => {
  await browser.close();
  await server.close();
});

for (const colorScheme of ['light', 'dark'])
  for (const [name, size] of Object.entries(colorScheme === 'light' ? { desktop, laptop, phone } : { desktop, phone }))
    test(`everything can be read and reached, ${colorScheme} on a ${name}`, async () => {
      const page = await open(browser, { ...size, colorScheme });
      await page.goto(server.url);
      await page.locator('#login').waitFor();
      await checkAccess(page, 'login');
      await picture(page, `login-${name}-${colorScheme}`);
      await logIn(page, server.url);
      await page.getByText('brave_walrus_cb00e5').waitFor();
      await until(() => page.locator('#plots li:visible').count().then((n) => n >= 1 || name !== 'desktop'), 'plots', 20000);
      await checkAccess(page, 'list');
      await picture(page, `list-${name}-${colorScheme}`);

      await page.getByRole('button', { name: 'clever_otter_91aa72', exact: true }).click();
      await page.getByText('found it idle').waitFor();
      await checkAccess(page, 'drawer');
      await picture(page, `why-${name}-${colorScheme}`);
      await page.getByRole('button', { name: 'Close' }).click();

      await page.getByRole('button', { name: 'New container' }).click();
      await page.getByText('sd-postgres:latest').waitFor();
      await page.getByText('When it stops').click();
      await checkAccess(page, 'create');
      await picture(page, `create-${name}-${colorScheme}`);
      await page.getByRole('button', { name: 'Cancel' }).click();

      await page.getByRole('button', { name: 'Delete brave_walrus_cb00e5' }).click();
      await page.getByText('This cannot be undone').waitFor();
      await checkAccess(page, 'question');
      await picture(page, `delete-${name}-${colorScheme}`);
      await page.getByRole('button', { name: 'Cancel' }).click();

      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `it is ${wide} px wider than the screen`);
      assert.deepEqual(page.faults, []);
      await page.context().close();
    });

test('a viewer sees everything and no button that would be refused', async () => {
  const page = await open(browser, desktop);
  await logIn(page, server.url, 'eve');
  await page.getByText('brave_walrus_cb00e5').waitFor();
  for (const name of [/^Stop /, /^Start /, /^Delete /, /^Keep alive /, 'New container'])
    assert.equal(await page.getByRole('button', { name }).count(), 0, `${name}`);
  await page.getByRole('button', { name: 'brave_walrus_cb00e5', exact: true }).click();
  await page.getByText('Why does it stop?').waitFor();
  assert.equal(await page.locator('#drawer').getByRole('button', { name: /Stop|Delete|Keep/ }).count(), 0);
  await page.context().close();
});

test('a user is not shown the whole server', async () => {
  const page = await open(browser, desktop);
  await logIn(page, server.url, 'ann');
  await page.getByText('brave_walrus_cb00e5').waitFor();
  await until(() => page.locator('#health li').count(), 'health');
  assert.equal(await page.locator('#vitals').isVisible(), false);
  assert.equal(await page.locator('#savings').isVisible(), false);
  await page.context().close();
});

test('all of it works by the keyboard alone', async () => {
  const page = await open(browser, desktop);
  await page.goto(server.url);
  await page.locator('#username:focus').waitFor();
  await page.keyboard.type('admin');
  await page.keyboard.press('Tab');
  await page.keyboard.type('right');
  await page.keyboard.press('Enter');
  await page.getByText('brave_walrus_cb00e5').waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');
  for (let i = 0; i < 60 && (await focused()) !== 'clever_otter_91aa72'; i += 1) await page.keyboard.press('Tab');
  assert.equal(await focused(), 'clever_otter_91aa72');
  await page.keyboard.press('ArrowDown');
  const next = await focused();
  assert.notEqual(next, 'clever_otter_91aa72');
  await page.keyboard.press('Enter');
  await page.locator('#drawer[open]').waitFor();
  assert.equal(await focused(), next);
  await page.keyboard.press('Escape');
  await page.locator('#drawer:not([open])').waitFor({ state: 'attached' });
  assert.equal(await focused(), next, 'the focus comes back to where it was');
  await page.context().close();
});

test('the focus stays on its container while others come, go and change', async (t) => {
  const mine = await fresh(t);
  const page = await open(browser, desktop);
  await logIn(page, mine.url);
  const button = page.getByRole('button', { name: 'quiet_heron_5d1f03', exact: true });
  await button.focus();
  await until(() => mine.readers, 'a reader of events');
  const all = [...mine.containers.values()];
  const heron = all.find((c) => c.name === '/quiet_heron_5d1f03');
  mine.tell('created', { ...heron, container_id: 'f'.repeat(64), name: '/aaa_first', status: 'failed' });
  mine.tell('removed', all[0]);
  mine.tell('stopped', { ...all[3], status: 'stopped', stopped_at: new Date().toISOString(), stop_reason: 'idle' }, { reason: 'idle' });
  mine.tell('checked_in', { ...heron, active: '7' });
  await page.getByText('aaa_first').waitFor();
  await until(async () => (await page.locator('.row', { hasText: 'quiet_heron' }).locator('.use').textContent()) === '7', 'the new number');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'quiet_heron_5d1f03');
  // The order of the document is the order that is seen.
  const seen = await page.evaluate(() => {
    const rows = [...document.querySelectorAll('#rows .row')];
    return { byPlace: [...rows].sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top).map((r) => r.textContent), byOrder: rows.map((r) => r.textContent) };
  });
  assert.deepEqual(seen.byOrder, seen.byPlace);
  await page.context().close();
});

test('a lost connection is told, and what came meanwhile is shown after it', async (t) => {
  let mine = await fresh(t);
  const { port } = mine;
  const page = await open(browser, desktop);
  await logIn(page, mine.url);
  await page.getByText('Live', { exact: true }).waitFor();
  const users = mine.users;
  await mine.close();
  await page.getByText(/^Connection lost, as of/).waitFor();
  assert.ok(await page.getByText('brave_walrus_cb00e5').isVisible(), 'what was known stays');
  mine = new MadeUpServer();
  t.after(() => mine.close());
  mine.users = users;
  Object.assign(mine, { health: health(now), idle: idleOf(now) });
  await mine.listen(port);
  // It is a new server: it knows of no session.
  await page.getByText('Your session has ended. Log in again.').waitFor();
  assert.equal(await page.getByText('brave_walrus_cb00e5').count(), 0, 'and shows nothing to whom it does not know');
  for (const c of town(Date.now()).slice(3, 5)) mine.put(c);
  await page.getByLabel('Password').fill('right');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByText('gentle_finch_0c7be1').waitFor();
  await page.context().close();
});

test('without a stream of events it asks again and again', async (t) => {
  const mine = await fresh(t);
  mine.streams = false;
  const page = await open(browser, desktop);
  await logIn(page, mine.url);
  await page.getByText('Updating every few seconds').waitFor();
  const first = [...mine.containers.values()][0];
  mine.put({ ...first, name: '/renamed_by_hand' });
  await page.getByText('renamed_by_hand').waitFor();
  await page.context().close();
});

test('an ill part of the server is told at the top, with its reason below', async (t) => {
  const mine = await fresh(t);
  const page = await open(browser, desktop);
  mine.health = { ready: false, parts: { ...mine.health.parts, engine: { ok: false, since: new Date().toISOString(), last_error: 'connection refused' } } };
  await logIn(page, mine.url);
  await page.getByText('The engine is away').waitFor();
  await page.getByText('connection refused').waitFor();
  await checkAccess(page, 'ill');
  await picture(page, 'ill-desktop-light');
  mine.health = health(now);
  await page.getByText('The engine is away').waitFor({ state: 'hidden' });
  await page.context().close();
});

test('what the server refuses is told in its own words', async (t) => {
  const mine = await fresh(t);
  mine.onChange = () => ({ refuse: 429, message: 'ann may have 1 containers running at once' });
  const page = await open(browser, desktop);
  await logIn(page, mine.url);
  await page.getByRole('button', { name: 'Start calm_beaver_b92d08' }).click();
  await page.getByText('calm_beaver_b92d08: ann may have 1 containers running at once').waitFor();
  await page.getByRole('button', { name: 'New container' }).click();
  await page.getByText('sd-redis:latest').click();
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await page.locator('#create-problem', { hasText: 'at once' }).waitFor();
  await page.context().close();
});

test('names and texts that look like markup stay texts', async (t) => {
  const mine = await fresh(t);
  const evil = '<img src=x onerror=alert(1)>';
  const first = [...mine.containers.values()][0];
  mine.put({ ...first, name: `/${evil}`, image: evil, owner: evil });
  mine.idle = (c) => ({ ...idleOf(now)(c), sentence: evil });
  const page = await open(browser, desktop);
  page.on('dialog', () => page.faults.push('a script of data ran'));
  await logIn(page, mine.url);
  await page.getByRole('button', { name: evil, exact: true }).click();
  await page.locator('#why', { hasText: evil }).waitFor();
  assert.equal(await page.locator('img').count(), 0);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('a port is copied by a click', async () => {
  const page = await open(browser, { ...desktop, permissions: ['clipboard-read', 'clipboard-write'] });
  await logIn(page, server.url);
  await page.getByRole('button', { name: /^http 32945 of swift_badger/ }).click();
  await page.getByText('Copied 127.0.0.1:32945').first().waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '127.0.0.1:32945');
  await page.context().close();
});
