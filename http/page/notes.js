// Messages: short ones that go by themselves, and words for screen readers.
import { byId, icon, make } from './dom.js';

const seconds = 6;

function put(text, tone) {
  const note = make('div', { class: `note ${tone}`, role: tone === 'bad' ? 'alert' : null }, make('span', {}, text));
  const close = () => note.remove();
  note.append(make('button', { type: 'button', class: 'quiet square', 'aria-label': 'Dismiss', onclick: close }, icon('close')));
  const all = byId('notes');
  all.append(note);
  while (all.children.length > 3) all.firstElementChild.remove();
  setTimeout(close, (tone === 'bad' ? 2 : 1) * seconds * 1000);
}

/** Tells of something that was done. */
export function say(text) {
  put(text, '');
  announce(text);
}

/** Tells of something that failed. */
export function complain(text) {
  put(text, 'bad');
}

let waiting = [];
let timer = null;

/** Tells screen readers only, politely: many at once are put together. */
export function announce(text) {
  waiting.push(text);
  timer ??= setTimeout(() => {
    byId('polite').textContent = waiting.length > 3 ? `${waiting.length} changes, the last: ${waiting.at(-1)}` : waiting.join('. ');
    waiting = [];
    timer = null;
  }, 700);
}
