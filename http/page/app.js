// Puts the page together: who is logged in, what is known, and what shows it.
import { Api, Refused } from './api.js';
import { groups, isIn, nameOf, reasonOf } from './container.js';
import { CreateDialog, ask } from './dialogs.js';
import { atNextFrame, byId, make, setAttr, setText, show } from './dom.js';
import { Drawer } from './drawer.js';
import { Fleet } from './fleet.js';
import { clock, count } from './format.js';
import { showHealth } from './health.js';
import { showHour } from './hour.js';
import { Live } from './live.js';
import { Login } from './login.js';
import { announce, complain, say } from './notes.js';
import { Past, kindOf } from './past.js';
import { showSavings } from './savings.js';
import { select, tally } from './select.js';
import { Table, sorts } from './table.js';
import { everySecond } from './ticker.js';
import { Vitals } from './vitals.js';

const api = new Api();
const fleet = new Fleet();
const past = new Past();
const vitals = new Vitals(api);
const how = { group: 'all', text: '', sort: 'status', down: false };
let session = null;
let reached = 0;
let savingsAt = 0;
let state = '';

// -- what is shown --------------------------------------------------------------

const groupNames = { all: 'All', up: 'Running', soon: 'Stopping soon', silent: 'No report', paused: 'Paused', stopped: 'Stopped', failed: 'Failed' };
const tabs = new Map();

function makeTabs() {
  for (const group of groups) {
    const n = make('span', { class: 'n' });
    const tab = make('button', { type: 'button', onclick: () => narrow({ group }) }, groupNames[group], n);
    tabs.set(group, { tab, n });
    byId('tabs').append(tab);
  }
}

function showTabs(all) {
  const counts = tally(all);
  for (const [group, { tab, n }] of tabs) {
    setText(n, counts[group].toLocaleString('en-US'));
    setAttr(tab, 'aria-pressed', String(group === how.group));
    setAttr(tab, 'data-alarm', String((group === 'soon' || group === 'failed') && counts[group] > 0));
    const rare = ['soon', 'silent', 'paused', 'failed'].includes(group);
    show(tab, !rare || counts[group] > 0 || group === how.group);
  }
  document.title = counts.up > 0 ? `${counts.up.toLocaleString('en-US')} running · spin-docker` : 'spin-docker';
}

function showEmpty(all, shown) {
  show(byId('table'), shown > 0);
  show(byId('empty'), shown === 0);
  if (all === 0) setText(byId('empty-text'), session?.role === 'viewer' ? 'There are no containers.' : 'There are no containers yet. Create the first one.');
  else setText(byId('empty-text'), 'No container fits. Show all, or look for something else.');
}

const refresh = atNextFrame(() => {
  if (!session) return;
  const all = fleet.all();
  const shown = select(all, how);
  showTabs(all);
  showEmpty(all.length, shown.length);
  table.show(shown);
  drawer.update();
});

const refreshHour = atNextFrame(() => session && showHour(past, api.now()));

function narrow(by) {
  Object.assign(how, by);
  table.showSort(how.sort, how.down);
  byId('sort').value = how.sort;
  refresh();
  const top = byId('table').getBoundingClientRect().top;
  if (top < 0) scrollBy(0, top - 160);
}

// -- what is done ---------------------------------------------------------------

const verbs = {
  start: (path) => api.send('PATCH', path, { status: 'running' }),
  stop: (path) => api.send('PATCH', path, { status: 'stopped' }),
  hold: (path) => api.send('POST', `${path}/keep-alive`, { for: '1h' }),
  release: (path) => api.send('POST', `${path}/keep-alive`, { for: '0' }),
  remove: (path) => api.send('DELETE', path),
};
const done = { hold: 'is kept alive for an hour', release: 'may go when it is idle', remove: 'is deleted' };

async function act(verb, id, button) {
  const c = fleet.get(id);
  if (!c) return;
  const name = nameOf(c);
  if (verb === 'remove' && !(await ask(`Delete ${name}?`, 'It is stopped and removed with all its data. This cannot be undone.', 'Delete'))) return;
  const [since, mine] = [fleet.mark(), session];
  setAttr(button, 'aria-busy', 'true');
  try {
    const answer = await verbs[verb](`/v1/containers/${id}`);
    if (session !== mine) return;
    if (answer) fleet.takeOne(answer, since);
    else fleet.takeGone(id, since);
    if (done[verb]) say(`${name} ${done[verb]}`);
    if (state !== 'live') follow(id);
  } catch (problem) {
    if (problem instanceof Refused && problem.status === 404) fleet.takeGone(id, since);
    else if (problem.status !== 401) complain(`${name}: ${problem.message}`);
  }
  setAttr(button, 'aria-busy', null);
  refresh();
}

const onTheWay = new Set(['starting', 'stopping', 'pausing', 'resuming']);

/** Looks at a container until it has come to rest; for when there are no events. */
async function follow(id, left = 40) {
  const c = fleet.get(id);
  if (!session || !c || !onTheWay.has(c.status) || left === 0) return;
  await new Promise((go) => setTimeout(go, 500));
  const [since, mine] = [fleet.mark(), session];
  try {
    const answer = await api.get(`/v1/containers/${id}`);
    if (session !== mine) return;
    fleet.takeOne(answer, since);
  } catch {
    return;
  }
  noteAll([fleet.get(id)].filter(Boolean));
  refresh();
  follow(id, left - 1);
}

// -- what comes in --------------------------------------------------------------

function noteAll(containers) {
  for (const c of containers) past.noteContainer(c, api.now());
  refreshHour();
}

const live = new Live(
  {
    async list() {
      const [since, mine] = [fleet.mark(), session];
      const list = await api.get('/v1/containers');
      if (session !== mine) return; // it is somebody else's
      fleet.takeList(list, since);
      reached = api.now();
      noteAll(list);
      refresh();
      if (performance.getEntriesByName('spin:list').length === 0) performance.mark('spin:list');
    },
    event(event) {
      const at = Date.parse(event.time);
      const before = fleet.takeEvent(event);
      reached = api.now();
      if (event.type === 'degraded' || event.type === 'recovered') look();
      const wasUp = before ? isIn('up', before) || isIn('paused', before) : false;
      const kind = event.type === 'removed' && !wasUp ? null : kindOf(event.type, event.reason);
      if (kind && past.note(event.container_id, event.name, at, kind)) refreshHour();
      if (kind && kind !== 'started' && kind !== 'asked') announce(`${nameOf(event)}: ${event.status}, ${reasonOf(event.reason)}`);
      refresh();
    },
    look,
    state(word) {
      state = word;
      setAttr(byId('state'), 'data-state', word);
      const since = clock(reached || api.now(), api.now());
      setText(byId('state-text'), { live: 'Live', polling: 'Updating every few seconds', lost: `Connection lost, as of ${since}` }[word]);
    },
  },
  () => fleet.size,
);

async function look() {
  const [now, mine] = [api.now(), session];
  showHealth(await api.get('/readyz', 503), now);
  if (session !== mine) return;
  if (session.role === 'user') return; // knows of nothing that is not their own
  await vitals.look();
  if (now - savingsAt < 30000) return;
  savingsAt = now;
  try {
    showSavings(await api.get('/v1/savings'));
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    showSavings(null);
  }
}

// -- who is there ---------------------------------------------------------------

const mayAct = () => session !== null && session.role !== 'viewer';

function start(who) {
  session = who;
  savingsAt = 0;
  document.body.dataset.may = mayAct() ? 'change' : 'read';
  setText(byId('who'), who.user === who.role ? who.user : `${who.user} · ${who.role}`);
  show(byId('new'), mayAct());
  table.reset({ ...rowActions, act: mayAct() ? act : null });
  drawer.allow(mayAct() ? act : null);
  vitals.reset();
  showSavings(null);
  show(byId('app'), true);
  refreshHour();
  live.start();
}

function end(why) {
  if (!session) return;
  session = null;
  live.stop();
  for (const dialog of document.querySelectorAll('dialog[open]')) dialog.close();
  fleet.clear();
  past.clear();
  table.reset(rowActions);
  document.title = 'spin-docker';
  show(byId('app'), false);
  login.open(why);
}

async function logOut() {
  try {
    await api.logOut();
  } catch (problem) {
    if (!(problem instanceof Refused)) return complain(`Not logged out: ${problem.message}`);
  }
  end('You are logged out.');
}

// -- and everything together ----------------------------------------------------

const drawer = new Drawer(api, fleet);
const rowActions = { open: (id) => drawer.open(id), sort: (key) => narrow({ sort: key, down: how.sort === key && !how.down }) };
const table = new Table(rowActions, () => api.now());
const login = new Login(api, start);
const create = new CreateDialog(api, (made) => {
  if (!fleet.get(made.container_id)) fleet.takeOne(made, fleet.mark()); // or an event told more
  say(`${nameOf(made)} is ${made.status}`);
  noteAll([made]);
  if (state !== 'live') follow(made.container_id);
  refresh();
});

api.onEnded = () => end('Your session has ended. Log in again.');
makeTabs();
byId('sort').append(...sorts.map(({ key, text }) => make('option', { value: key }, `By ${text.toLowerCase()}`)));
byId('sort').addEventListener('change', (event) => narrow({ sort: event.target.value, down: false }));
byId('find').addEventListener('input', (event) => narrow({ text: event.target.value }));
byId('new').addEventListener('click', () => create.open());
byId('log-out').addEventListener('click', logOut);
const wide = matchMedia('(min-width: 1081px)');
const openSide = () => (byId('server').open = wide.matches);
wide.addEventListener('change', openSide);
openSide();
table.showSort(how.sort, how.down);
byId('sort').value = how.sort;
everySecond(() => {
  if (!session) return;
  table.tick();
  drawer.tick();
});
setInterval(refreshHour, 15000);

try {
  const who = await api.whoAmI();
  if (who) start(who);
  else login.open('Log in to see your containers.');
} catch (problem) {
  login.open(`The server cannot be asked: ${problem.message}.`);
}
