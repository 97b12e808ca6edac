// The real server and a real engine, by clicks: log in, create, see the countdown,
// keep alive, stop, start, delete, log out. And what a browser is promised: the
// policy, the cookie, and that a session ends.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { checkAccess, desktop, launch, logIn, open, phone, picture, until } from './browser.mjs';

const binary = process.env.SPIN_SERVER_BINARY;
const image = 'spin-docker/hello';
const instance = `${process.env.SPIN_TEST_RUN ?? 'test'}.${process.pid}`;
const folder = mkdtempSync(join(tmpdir(), 'spin.'));
let server;
let browser;
let url;

const freePort = () => new Promise((done) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => done(port));
  });
});

function hashOf(word) {
  const made = spawnSync(binary, ['--hash-password'], { input: word, encoding: 'utf8' });
  assert.equal(made.status, 0, made.stderr);
  return made.stdout.split('\n')[0];
}

async function answers() {
  try {
    return (await fetch(`${url}healthz`)).ok;
  } catch {
    return false;
  }
}

async function start() {
  const settings = {
    sd_listen: new URL(url).host, sd_instance: instance, sd_check_in_listen: 'off', sd_stop_grace: '2', sd_password: 'right',
    sd_store: `sqlite:${join(folder, 'spin.db')}`, sd_initial_timeout_interval: '1800', sd_timeout_interval: '1500',
    sd_users: `[{name: eve, role: viewer, password_hash: '${hashOf('right')}'}]`,
  };
  writeFileSync(join(folder, 'spin_docker.yml'), '');
  const log = openSync(join(folder, 'log'), 'a');
  const flags = Object.entries(settings).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
  server = spawn(binary, ['--config', join(folder, 'spin_docker.yml'), ...flags], { stdio: ['ignore', log, log] });
  await until(() => answers() || server.exitCode !== null, 'the server', 60000);
  assert.equal(server.exitCode, null, readFileSync(join(folder, 'log'), 'utf8'));
}

async function stop() {
  const ended = new Promise((done) => server.once('exit', done));
  server.kill('SIGTERM');
  assert.equal(await ended, 0, 'the server did not end cleanly');
}

before(async () => {
  assert.ok(binary, 'SPIN_SERVER_BINARY must name the server');
  url = `http://127.0.0.1:${await freePort()}/`;
  await start();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  if (server?.exitCode === null) await stop();
  const left = spawnSync('docker', ['ps', '-aq', '--filter', `label=spin-docker.instance=${instance}`], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean);
  if (left.length > 0) spawnSync('docker', ['rm', '-f', '-v', ...left]);
  rmSync(folder, { recursive: true, force: true });
});

const engine = (id, what) => spawnSync('docker', ['inspect', '-f', what, id], { encoding: 'utf8' }).stdout.trim();

test('a container is made, watched, held, stopped, started and deleted by clicks', async () => {
  const page = await open(browser, desktop);
  await page.goto(url);
  await page.getByLabel('User').fill('admin');
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByText('Wrong user or password.').waitFor();
  await page.getByLabel('Password').fill('right');
  await page.keyboard.press('Enter');
  await page.getByText('There are no containers yet').waitFor();

  await page.getByRole('button', { name: 'New container' }).click();
  await page.getByLabel('Image', { exact: true }).fill(image);
  await page.getByLabel(`${image}:latest`, { exact: true }).check();
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  const row = page.locator('#rows .row');
  await row.locator('.status', { hasText: 'running' }).waitFor({ timeout: 60000 });
  const name = await row.locator('.name').textContent();

  // The countdown goes down, by the second.
  const left = async () => {
    const [minutes, seconds] = (await row.locator('.end').textContent()).split(':').map(Number);
    return minutes * 60 + seconds;
  };
  await until(async () => (await left()) <= 3300, 'a countdown to the second idle look');
  const first = await left();
  await until(async () => (await left()) < first, 'a countdown that goes down');
  assert.ok(first > 3200, `${first}`);
  await checkAccess(page, 'the real page');

  // The port that it shows is the one that the engine published.
  const id = await page.evaluate(async () => (await (await fetch('/v1/containers')).json())[0].container_id);
  const port = engine(id, '{{(index (index .NetworkSettings.Ports "80/tcp") 0).HostPort}}');
  await row.getByRole('button', { name: `http ${port}` }).waitFor();

  await row.getByRole('button', { name: 'Keep alive' }).click();
  await row.getByText('held until').waitFor();
  await row.getByRole('button', { name: 'Let go' }).click();
  await row.getByText('held until').waitFor({ state: 'hidden' });

  await row.getByRole('button', { name, exact: true }).click();
  await page.locator('#why', { hasText: 'It' }).waitFor();
  await page.locator('#past li', { hasText: 'running' }).waitFor();
  await picture(page, 'real-why');
  await page.getByRole('button', { name: 'Close' }).click();

  await row.getByRole('button', { name: `Stop ${name}` }).click();
  await row.locator('.status', { hasText: 'stopped' }).waitFor({ timeout: 30000 });
  assert.equal(engine(id, '{{.State.Running}}'), 'false');
  await row.getByRole('button', { name: `Start ${name}` }).click();
  await row.locator('.status', { hasText: 'running' }).waitFor({ timeout: 30000 });
  assert.equal(engine(id, '{{.State.Running}}'), 'true');
  await page.locator('#hour-legend', { hasText: '1 stopped as asked' }).waitFor();

  await row.getByRole('button', { name: `Delete ${name}` }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  assert.ok(await row.isVisible(), 'who cancels deletes nothing');
  await row.getByRole('button', { name: `Delete ${name}` }).click();
  await page.locator('#ask').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('There are no containers yet').waitFor({ timeout: 30000 });
  await until(() => engine(id, '{{.Id}}') === '', 'the engine to have removed it', 30000);

  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByText('You are logged out.').waitFor();
  assert.deepEqual((await page.context().cookies()).filter((cookie) => cookie.name === 'spin_session'), []);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('no script can read the session, no storage holds it, and a restart ends it', async () => {
  const page = await open(browser, phone);
  await logIn(page, url, 'eve');
  await page.getByText('There are no containers.').waitFor();
  const [cookie] = (await page.context().cookies()).filter((each) => each.name === 'spin_session');
  assert.equal(cookie.httpOnly, true);
  assert.equal(cookie.sameSite, 'Strict');
  const seen = await page.evaluate(() => [document.cookie, JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), location.href]);
  assert.deepEqual(seen, ['', '{}', '{}', url]);
  // What the policy forbids is not run.
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.ran = true';
    document.body.append(script);
    return globalThis.ran === true;
  });
  assert.equal(ran, false);
  page.faults.length = 0; // the browser told of it
  // Without the word of the session nothing is changed, whoever has the cookie.
  const status = await page.evaluate(async () => (await fetch('/v1/session', { method: 'DELETE' })).status);
  assert.equal(status, 403);
  await page.reload();
  await page.getByText('There are no containers.').waitFor();
  await stop();
  await page.getByText(/^Connection lost/).waitFor();
  await start();
  await page.getByText('Your session has ended. Log in again.').waitFor();
  await page.context().close();
});
