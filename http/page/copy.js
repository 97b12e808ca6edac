// Copies texts, also where the browser keeps its clipboard for HTTPS.
import { icon, make } from './dom.js';
import { say } from './notes.js';

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = make('textarea', { class: 'visually-hidden', 'aria-hidden': 'true' }, text);
    (document.querySelector('dialog[open]') ?? document.body).append(field);
    const before = document.activeElement;
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    before?.focus();
    return done;
  }
}

/** Copies `text`, shows it on the button for a moment and tells of it. */
async function copyFrom(button, text) {
  const done = await copy(text);
  say(done ? `Copied ${text}` : `This browser does not let us copy ${text}`);
  if (!done) return;
  const sign = icon('yes');
  button.querySelector('.icon')?.replaceWith(sign);
  setTimeout(() => sign.replaceWith(icon('copy')), 1500);
}

/** A button that copies where a port of a container is reached. */
export function portButton(port, name) {
  const where = `${location.hostname}:${port.outside}`;
  return make(
    'button',
    {
      type: 'button',
      class: 'port',
      title: `Copy ${where}`,
      'aria-label': `${port.what} ${port.outside} of ${name}: copy ${where}`,
      onclick: (event) => copyFrom(event.currentTarget, where),
    },
    make('span', { class: 'what' }, port.what),
    ' ',
    make('span', {}, port.outside),
    icon('copy'),
  );
}

/** A button that copies any text. */
export function copyButton(text, what) {
  return make(
    'button',
    { type: 'button', class: 'port', title: `Copy ${text}`, 'aria-label': `Copy ${what}`, onclick: (event) => copyFrom(event.currentTarget, text) },
    make('span', {}, what),
    icon('copy'),
  );
}
