// The question before a deletion, and the making of a container.
import { byId, make, setText } from './dom.js';
import { wordsOf } from './select.js';

/** Asks; resolves to whether the answer is yes. */
export function ask(title, text, yes) {
  const dialog = byId('ask');
  setText(byId('ask-title'), title);
  setText(byId('ask-text'), text);
  setText(byId('ask-yes'), yes);
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}

export class CreateDialog {
  #dialog = byId('create');
  #form = byId('create-form');
  #images = [];
  #api;
  #made;

  /** `made(container)` is called with what was made. */
  constructor(api, made) {
    this.#api = api;
    this.#made = made;
    byId('create-no').addEventListener('click', () => this.#dialog.close());
    byId('image-find').addEventListener('input', () => this.#showImages());
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#create();
    });
  }

  async open() {
    this.#form.reset();
    setText(byId('create-problem'), '');
    this.#busy(false);
    this.#images = [];
    this.#showImages('Asking the engine for its images…');
    this.#dialog.showModal();
    byId('image-find').focus();
    try {
      this.#images = (await this.#api.get('/v1/images')).sort();
      this.#showImages(this.#images.length === 0 ? 'The engine has no images.' : '');
    } catch (problem) {
      this.#showImages('');
      setText(byId('create-problem'), problem.message);
    }
  }

  #showImages(note = '') {
    const words = wordsOf(byId('image-find').value);
    const chosen = this.#form.elements.image?.value;
    const fitting = this.#images.filter((image) => words.every((word) => image.toLowerCase().includes(word)));
    const picked = fitting.includes(chosen) ? chosen : fitting.length === 1 ? fitting[0] : null;
    byId('images').replaceChildren(
      ...fitting.map((image) =>
        make('label', {}, make('input', { type: 'radio', name: 'image', value: image, required: true, checked: image === picked }), image),
      ),
    );
    byId('images').hidden = fitting.length === 0;
    const none = this.#images.length > 0 && fitting.length === 0 ? 'No image is called that.' : '';
    setText(byId('images-note'), note || none);
  }

  async #create() {
    const wish = {};
    for (const [name, value] of new FormData(this.#form)) if (value.trim()) wish[name] = value.trim();
    if (!wish.image) {
      setText(byId('create-problem'), 'Choose an image.');
      return;
    }
    setText(byId('create-problem'), '');
    this.#busy(true);
    try {
      const made = await this.#api.send('POST', '/v1/containers', wish);
      this.#dialog.close();
      this.#made(made);
    } catch (problem) {
      setText(byId('create-problem'), problem.message);
    }
    this.#busy(false);
  }

  #busy(yes) {
    const button = byId('create-yes');
    button.disabled = yes;
    setText(button, yes ? 'Creating…' : 'Create');
  }
}
