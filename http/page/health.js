// Whether engine, store, event stream and recovery are well.
import { moment } from './container.js';
import { byId, make, setAttr, setText, show } from './dom.js';
import { clock } from './format.js';

const names = { engine: 'Engine', store: 'Store', events: 'Event stream', recovery: 'Recovery' };

/** What it means for people that a part is ill. */
const means = {
  engine: 'The engine is away: containers cannot be started or stopped now.',
  store: 'The store is away: nothing can be changed now.',
  recovery: 'The server is still taking up its records.',
};

/** Returns what is to be told at the top of the page; "" if all is well. */
export function warningOf(health) {
  if (health.ready) return '';
  const ill = Object.entries(health.parts).filter(([name, part]) => !part.ok && means[name]);
  return ill.map(([name]) => means[name]).join(' ') || 'The server is not ready.';
}

export function showHealth(health, now) {
  const parts = Object.entries(health.parts);
  byId('health').replaceChildren(
    ...parts.map(([name, part]) => {
      const tone = part.ok ? 'good' : name === 'events' ? 'warn' : 'bad';
      const since = `${part.ok ? 'well' : 'ill'} since ${clock(moment(part.since), now)}`;
      const error = part.ok ? null : part.last_error;
      return make(
        'li',
        {},
        make('span', { class: 'dot', 'data-tone': tone, 'aria-hidden': 'true' }),
        make('span', {}, names[name] ?? name),
        make('span', { class: 'since' }, since),
        error ? make('span', { class: 'error' }, error) : null,
      );
    }),
  );
  const ill = parts.filter(([, part]) => !part.ok).map(([name]) => names[name] ?? name);
  setText(byId('server-word'), ill.length === 0 ? 'Server is well' : `${ill.join(', ')} ${ill.length === 1 ? 'is' : 'are'} ill`);
  setAttr(byId('server-dot'), 'data-tone', ill.length === 0 ? 'good' : health.ready ? 'warn' : 'bad');
  const warning = warningOf(health);
  setText(byId('banner'), warning);
  show(byId('banner'), warning !== '');
}
