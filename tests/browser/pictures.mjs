// The pictures of the README: the page with a made-up API and ten minutes of past,
// which the browser's clock is led through in some seconds.
import { desktop, launch, logIn, open, phone, picture } from './browser.mjs';
import { MadeUpServer } from './made_up_server.mjs';
import { health, idleOf, metricsOf, pastOf, savings, town } from './town.mjs';

const lead = 9.5 * 60000;
const step = 5000;

const browser = await launch();
const now = Date.now();
const server = new MadeUpServer();
Object.assign(server, { idle: idleOf(now), history: pastOf(now), savings, health: health(now), metrics: metricsOf() });
server.now = () => now - lead;
for (const c of town(now)) server.put(c);
await server.listen();

for (const [name, size, colorScheme] of [['desktop-light', desktop, 'light'], ['desktop-dark', desktop, 'dark'], ['phone-light', phone, 'light'], ['phone-dark', phone, 'dark']]) {
  const page = await open(browser, { ...size, colorScheme, viewport: name.startsWith('desktop') ? { width: 1360, height: 850 } : size.viewport });
  await page.clock.install({ time: now - lead });
  await logIn(page, server.url);
  await page.getByText('brave_walrus_cb00e5').waitFor();
  for (let passed = 0; passed < lead; passed += step) {
    const answered = page.waitForResponse(/\/metrics$/);
    await page.clock.runFor(step);
    await answered;
  }
  await page.clock.pauseAt(now + 1000).catch(() => {});
  await page.waitForResponse(/\/metrics$/, { timeout: 500 }).catch(() => {});
  await page.mouse.move(2, 2);
  await picture(page, `dashboard-${name}`);
  if (name.startsWith('phone')) {
    await page.locator('#server summary').click();
    await picture(page, `server-${name}`);
    await page.locator('#server summary').click();
  }
  await page.getByRole('button', { name: 'clever_otter_91aa72', exact: true }).click();
  await page.getByText('found it idle').waitFor();
  await picture(page, `why-${name}`);
  await page.context().close();
}
await browser.close();
await server.close();
