// Small helpers around the document. Text is always set as text, never as markup.

export const byId = (id) => document.getElementById(id);

/** Makes an element: `make('p', {class: 'note', onclick}, 'text', child)`. */
export function make(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  give(made, props);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const space = 'http://www.w3.org/2000/svg';

/** The same for SVG. */
export function draw(tag, props = {}, ...children) {
  const made = document.createElementNS(space, tag);
  give(made, props);
  made.append(...children);
  return made;
}

function give(made, props) {
  for (const [key, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? '' : value);
  }
}

/** An icon of the sheet in index.html. */
export function icon(name) {
  return draw('svg', { class: 'icon', 'aria-hidden': 'true' }, draw('use', { href: `#i-${name}` }));
}

/** Sets a text only if it differs: unchanged nodes cost no layout. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function setAttr(node, name, value) {
  if (value === null) node.removeAttribute(name);
  else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

export function show(node, yes) {
  if (node.hidden === yes) node.hidden = !yes;
}

/** Copies the first element of a template in index.html. */
export function copyOf(template) {
  return byId(template).content.firstElementChild.cloneNode(true);
}

/** Calls `run` at the next frame, however often it is asked until then. */
export function atNextFrame(run) {
  let waits = false;
  return () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => {
      waits = false;
      run();
    });
  };
}
