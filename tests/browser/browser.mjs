// Debian's Chromium, driven by playwright-core, and the checks that all tests share.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const modules = process.env.SPIN_BROWSER_MODULES;
assert.ok(modules, 'SPIN_BROWSER_MODULES must name the folder that install.sh made');
const require = createRequire(join(modules, 'package.json'));
const { chromium } = require('playwright-core');
const axe = require.resolve('axe-core/axe.min.js');

const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));

/** Starts the browser. As root it has no sandbox, and in a container little shared memory. */
export function launch() {
  assert.ok(program, 'there is no chromium: apt-get install chromium');
  return chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'] });
}

export const desktop = { viewport: { width: 1440, height: 900 } };
export const laptop = { viewport: { width: 1000, height: 720 } };
export const phone = { viewport: { width: 360, height: 780 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

/** Opens a page that fails the test if a script fails or the policy is broken. */
export async function open(browser, how) {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', reducedMotion: 'reduce', ...how });
  const page = await context.newPage();
  page.setDefaultTimeout(15000);
  page.faults = [];
  page.on('pageerror', (problem) => page.faults.push(`${problem}`));
  page.on('console', (message) => {
    // The browser itself tells of answers that are no success; the page has its own words for those.
    if (message.type() === 'error' && !/Failed to load resource|ERR_|EventSource/.test(message.text())) page.faults.push(message.text());
  });
  page.on('request', (request) => {
    if (!/^(http:\/\/127\.0\.0\.1|data:)/.test(request.url())) page.faults.push(`asked for ${request.url()}`);
  });
  return page;
}

export async function logIn(page, url, user = 'admin', password = 'right') {
  await page.goto(url);
  await page.getByLabel('User').fill(user);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.locator('#app').waitFor();
}

/** Fails with each rule of axe-core that the page breaks, and where. */
export async function checkAccess(page, what) {
  // The tool is put in by the browser's own hand, which the page's policy does not bind.
  await page.context().newCDPSession(page).then((session) => session.send('Page.setBypassCSP', { enabled: true }));
  await page.evaluate(require('node:fs').readFileSync(axe, 'utf8'));
  const found = await page.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  const told = found.violations.map((rule) => `${rule.id}: ${rule.help}\n${rule.nodes.slice(0, 5).map((node) => `    ${node.target} ${node.failureSummary}`).join('\n')}`);
  assert.deepEqual(told, [], what);
  assert.ok(found.passes.length > 15, `${what}: axe-core looked at little`);
}

/** Keeps a picture where SPIN_PICTURES says, if it does. */
export async function picture(page, name) {
  const folder = process.env.SPIN_PICTURES;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Waits until `check()` returns something true. */
export async function until(check, what, within = 15000) {
  const end = Date.now() + within;
  for (;;) {
    const found = await check();
    if (found) return found;
    if (Date.now() > end) assert.fail(`not in time: ${what}`);
    await new Promise((go) => setTimeout(go, 25));
  }
}
