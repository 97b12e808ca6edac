// Small plots of how something went, as SVG.
import { draw, make, setAttr, setText } from './dom.js';

const width = 240;
const height = 30;

/** Returns the path of `points` (`{at, value}`) between `from` and `to`; 0 is the bottom. */
export function pathOf(points, from, to, most) {
  const x = (at) => (((at - from) / (to - from)) * width).toFixed(1);
  const y = (value) => (height - 1 - (value / most) * (height - 4)).toFixed(1);
  return points.map((point, i) => `${i === 0 ? 'M' : 'L'}${x(point.at)},${y(point.value)}`).join('');
}

export class Plot {
  #value = make('span', { class: 'value' });
  #line = draw('path', { class: 'plot-line' });
  #area = draw('path', { class: 'plot-area' });
  #svg;
  #how;

  /** `how`: `{what, show(value), least}`; the scale goes at least to `least`. */
  constructor(how) {
    this.#how = how;
    this.#svg = draw(
      'svg',
      { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img' },
      this.#area,
      this.#line,
      draw('path', { class: 'plot-base', d: `M0,${height - 0.5}H${width}` }),
    );
    this.el = make('li', {}, make('span', { class: 'what' }, how.what), this.#value, this.#svg);
  }

  update(points, now, span) {
    this.el.hidden = points.length === 0;
    if (points.length === 0) return;
    const last = points.at(-1);
    setText(this.#value, this.#how.show(last.value));
    const shown = points.filter((point) => point.at >= now - span);
    const most = Math.max(this.#how.least, ...shown.map((point) => point.value));
    setAttr(this.#svg, 'aria-label', `${this.#how.what}: now ${this.#how.show(last.value)}, at most ${this.#how.show(Math.max(...shown.map((p) => p.value), 0))}`);
    if (shown.length < 2) return;
    const path = pathOf(shown, now - span, now, most);
    const x = (at) => (((at - now + span) / span) * width).toFixed(1);
    this.#line.setAttribute('d', path);
    this.#area.setAttribute('d', `${path}L${x(shown.at(-1).at)},${height - 1}L${x(shown[0].at)},${height - 1}Z`);
  }
}
