// What can be done with a container, as buttons.
import { nameOf, verbsOf } from './container.js';
import { icon, make, setAttr, show } from './dom.js';

/** The verbs in the order of their buttons; those of a pair take the same place. */
const all = {
  start: { icon: 'play', text: 'Start' },
  stop: { icon: 'stop', text: 'Stop' },
  hold: { icon: 'hold', text: 'Keep alive 1 h' },
  release: { icon: 'release', text: 'Let go' },
  remove: { icon: 'bin', text: 'Delete' },
};
const places = [['start', 'stop'], ['hold', 'release'], ['remove']];

/** The buttons of one container. */
export class Verbs {
  #buttons;
  #verbs = [];
  #withText;

  constructor(into, withText, act) {
    this.#withText = withText;
    this.#buttons = places.map((_, i) => {
      const button = make('button', { type: 'button', onclick: () => act(this.#verbs[i], button) });
      into.append(button);
      return button;
    });
  }

  /** Shows what makes sense for `c` now. */
  update(c) {
    const may = verbsOf(c);
    places.forEach((pair, i) => {
      const verb = pair.find((each) => may[each]);
      const button = this.#buttons[i];
      // A button that has the focus stays, or the keyboard would lose its place.
      button.disabled = !verb;
      show(button, Boolean(verb) || !this.#withText);
      if (verb) this.#dress(button, i, verb);
      else if (!this.#verbs[i]) this.#dress(button, i, pair[0]);
      setAttr(button, 'aria-label', `${all[this.#verbs[i]].text} ${nameOf(c)}`);
    });
  }

  #dress(button, i, verb) {
    if (this.#verbs[i] === verb) return;
    this.#verbs[i] = verb;
    button.dataset.do = verb;
    if (!this.#withText) button.title = all[verb].text;
    button.replaceChildren(icon(all[verb].icon), ...(this.#withText ? [all[verb].text] : []));
  }
}
