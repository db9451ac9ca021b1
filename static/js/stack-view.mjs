// One frame of a stack on a canvas: window, zoom, and the measures drawn over it.

import { Zoom } from './image-zoom.mjs';
import { inWords } from './stack-measure.mjs';
import { greys, paintColour, paintGrey } from './stack-pixels.mjs';

const NS = 'http://www.w3.org/2000/svg';
// Above this, single pixels are what one wants to see.
const SMOOTH_BELOW = 3;

function svg(tag, props, text = '') {
  const element = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(props)) element.setAttribute(name, value);
  if (text) element.textContent = text;
  return element;
}

export class StackView {
  constructor(place, stack, frames) {
    Object.assign(this, { place, stack, frames, index: 0, isInverted: false, measures: [], draft: null, cursor: null });
    this.canvas = place.querySelector('canvas');
    this.over = place.querySelector('svg');
    this.sheet = document.createElement('canvas');
    this.sheet.width = stack.columns;
    this.sheet.height = stack.rows;
    this.image = new ImageData(stack.columns, stack.rows);
    // Pixels that are not square in the body are not square here.
    this.aspect = stack.spacing ? stack.spacing[0] / stack.spacing[1] : 1;
    this.setWindow(stack.windows[0] ?? { centre: 0, width: 65535 });
    const size = { width: stack.columns, height: stack.rows * this.aspect };
    this.zoom = new Zoom({ size: () => size, view: () => place.getBoundingClientRect(), show: () => this.draw() });
    this.resizing = new ResizeObserver(() => this.#size());
    this.resizing.observe(place);
  }

  #size() {
    const { width, height } = this.place.getBoundingClientRect();
    this.ratio = devicePixelRatio || 1;
    this.canvas.width = Math.round(width * this.ratio);
    this.canvas.height = Math.round(height * this.ratio);
    this.over.setAttribute('viewBox', `0 0 ${width} ${height}`);
    if (this.zoom.isFitted) this.zoom.fit();
    else this.zoom.panBy(0, 0);
  }

  setWindow({ centre, width }) {
    this.window = { centre, width };
    this.table = null;
    this.painted = -1;
    this.redraw();
  }

  invert() {
    this.isInverted = !this.isInverted;
    this.setWindow(this.window);
  }

  show(index) {
    this.index = index;
    this.redraw();
  }

  /** Draw at the next picture of the screen; many calls are one drawing. */
  redraw() {
    if (this.pending || !this.zoom) return;
    this.pending = requestAnimationFrame(() => {
      this.pending = 0;
      this.draw();
    });
  }

  /** Return whether the frame is here. */
  #paint() {
    if (this.painted === this.index) return true;
    const samples = this.frames.get(this.index);
    if (!samples) return false;
    const { slope, intercept } = this.stack;
    this.table ??= greys({ ...this.window, slope, intercept, isInverted: this.isInverted });
    if (this.stack.samples === 3) paintColour(samples, this.image.data);
    else paintGrey(samples, this.table, this.image.data);
    this.sheet.getContext('2d').putImageData(this.image, 0, 0);
    this.painted = this.index;
    return true;
  }

  draw() {
    if (!this.ratio) return;
    const isHere = this.#paint();
    const pen = this.canvas.getContext('2d');
    const { x, y, scale } = this.zoom;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    pen.setTransform(this.ratio * scale, 0, 0, this.ratio * scale * this.aspect, this.ratio * x, this.ratio * y);
    pen.imageSmoothingEnabled = scale < SMOOTH_BELOW;
    // Until a frame is here the one before stays, paler: black would be a finding.
    pen.globalAlpha = isHere ? 1 : 0.4;
    pen.drawImage(this.sheet, 0, 0);
    this.place.classList.toggle('waits', !isHere);
    this.#drawOver();
    this.onDraw?.();
  }

  /** Return the point of the frame under a place of the window, in its pixels. */
  pointAt({ clientX, clientY }) {
    const { left, top } = this.place.getBoundingClientRect();
    const { x, y } = this.zoom.under(clientX - left, clientY - top);
    return { x, y: y / this.aspect };
  }

  /** Return the value under a point of the frame, or null. */
  valueAt({ x, y }) {
    const { rows, columns, slope, intercept, samples } = this.stack;
    const [column, row] = [Math.floor(x), Math.floor(y)];
    const all = samples === 3 ? null : this.frames.get(this.index);
    if (!all || column < 0 || row < 0 || column >= columns || row >= rows) return null;
    return all[row * columns + column] * slope + intercept;
  }

  #toView({ x, y }) {
    return { x: this.zoom.x + x * this.zoom.scale, y: this.zoom.y + y * this.aspect * this.zoom.scale };
  }

  #drawOver() {
    const here = this.measures.filter(({ frame }) => frame === this.index);
    const drawn = [...here, this.draft].filter(Boolean).map((measure) => this.#drawn(measure));
    if (this.cursor) drawn.push(this.#cross(this.#toView(this.cursor)));
    this.over.replaceChildren(...drawn);
  }

  #cross({ x, y }) {
    return svg('path', { class: 'mcross', d: `M${x - 14} ${y}h28M${x} ${y - 14}v28` });
  }

  #drawn(measure) {
    const points = measure.points.map((point) => this.#toView(point));
    const group = svg('g', { class: `measure${measure === this.draft ? ' draft' : ''}` });
    const shape = this.#shape(measure.tool, points);
    // Twice, dark under light: it must be seen on bone and on air.
    if (shape) group.append(svg(shape[0], { ...shape[1], class: 'under' }), svg(shape[0], shape[1]));
    for (const { x, y } of points) group.append(svg('circle', { cx: x, cy: y, r: 3 }));
    const isWhole = measure.points.length === (measure.tool === 'angle' ? 3 : 2);
    if (isWhole) {
      const { x, y } = points.at(-1);
      const isFar = x > this.place.clientWidth * 0.6;
      group.append(svg('text', { x: isFar ? x - 10 : x + 10, y: y + 4, 'text-anchor': isFar ? 'end' : 'start' }, inWords(measure, this.stack, this.frames.get(measure.frame))));
    }
    return group;
  }

  #shape(tool, points) {
    if (points.length < 2) return null;
    const [a, b] = points;
    if (tool !== 'ellipse') return ['polyline', { points: points.map(({ x, y }) => `${x},${y}`).join(' ') }];
    return ['ellipse', { cx: (a.x + b.x) / 2, cy: (a.y + b.y) / 2, rx: Math.abs(a.x - b.x) / 2, ry: Math.abs(a.y - b.y) / 2 }];
  }

  stop() {
    cancelAnimationFrame(this.pending);
    this.resizing.disconnect();
  }
}
