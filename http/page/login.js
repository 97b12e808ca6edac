// The form to log in.
import { byId, setText, show } from './dom.js';

export class Login {
  #form = byId('login-form');

  /** `then(session)` is called when somebody is logged in. */
  constructor(api, then) {
    this.#form.addEventListener('submit', async (event) => {
      event.preventDefault();
      const { username, password } = this.#form.elements;
      this.#busy(true);
      setText(byId('login-problem'), '');
      try {
        const session = await api.logIn(username.value, password.value);
        password.value = '';
        show(byId('login'), false);
        then(session);
      } catch (problem) {
        setText(byId('login-problem'), `${problem.message[0].toUpperCase()}${problem.message.slice(1)}.`);
        password.select();
      }
      this.#busy(false);
    });
  }

  open(why) {
    setText(byId('login-why'), why);
    setText(byId('login-problem'), '');
    show(byId('login'), true);
    const { username, password } = this.#form.elements;
    (username.value ? password : username).focus();
  }

  #busy(yes) {
    const button = this.#form.querySelector('button');
    button.disabled = yes;
    setText(button, yes ? 'Logging in…' : 'Log in');
  }
}
