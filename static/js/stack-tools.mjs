// What dragging, clicking and keys do on a frame: window, scroll, move, and the three measures.

import { watchPointers } from './image-zoom.mjs';
import { draggedWindow } from './stack-pixels.mjs';

const POINTS = { distance: 2, angle: 3, ellipse: 2 };
const SLACK_PX = 4;
const FRAME_PX = 12;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const HINTS = {
  distance: 'Distance: set two points.',
  angle: 'Angle: set three points, the corner second.',
  ellipse: 'Ellipse: drag it, or set two corners.',
};

export class Tools {
  /** `host` takes stepBy(frames), windowChanged(), measured(measure) and say(words). */
  constructor(view, host, tool) {
    Object.assign(this, { view, host, tool, points: [], scrolled: 0 });
    const { place } = view;
    // The view may be another one later: a study has several series.
    const zoom = { zoomBy: (...how) => this.view.zoom.zoomBy(...how), panBy: (...how) => this.view.zoom.panBy(...how) };
    watchPointers(place, zoom, {
      onDown: (event) => this.#down(event),
      onDrag: (event, x, y) => this.#drag(event, x, y),
      onUp: (event) => this.#up(event),
    });
    place.addEventListener('pointermove', (event) => this.#hover(event));
    place.addEventListener('contextmenu', (event) => event.preventDefault());
    place.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    place.addEventListener('keydown', (event) => this.#onKey(event));
  }

  get isMeasuring() {
    return this.tool in POINTS;
  }

  choose(tool) {
    this.cancel();
    this.tool = tool;
    this.view.cursor = null;
    if (this.isMeasuring) this.host.say(HINTS[tool]);
    this.view.redraw();
  }

  /** Give up a measure that is not whole; returns whether there was one. */
  cancel() {
    const was = this.points.length > 0;
    this.points = [];
    this.view.draft = null;
    this.view.redraw();
    return was;
  }

  #down(event) {
    this.button = event.button;
    this.from = { x: event.clientX, y: event.clientY };
    this.isDrag = false;
    if (!this.isMeasuring || event.button) return;
    // Dragging from here sets the next point too; a click sets this one alone.
    this.pressed = this.view.pointAt(event);
  }

  #drag(event, x, y) {
    this.isDrag ||= Math.hypot(event.clientX - this.from.x, event.clientY - this.from.y) >= SLACK_PX;
    const tool = { 1: 'pan', 2: 'window' }[this.button] ?? this.tool;
    if (tool === 'window') this.#window(x, y);
    else if (tool === 'pan') this.view.zoom.panBy(x, y);
    else if (tool === 'scroll') this.#scroll(y);
    else if (this.isDrag && this.pressed) this.#dragPoint(event);
  }

  #window(x, y) {
    this.view.setWindow(draggedWindow(this.view.window, x, y));
    this.host.windowChanged();
  }

  #scroll(y) {
    this.scrolled += y;
    const frames = Math.trunc(this.scrolled / FRAME_PX);
    this.scrolled -= frames * FRAME_PX;
    if (frames) this.host.stepBy(frames);
  }

  #dragPoint(event) {
    if (!this.points.length || this.dragStart !== this.pressed) {
      this.dragStart = this.pressed;
      this.points.push(this.pressed);
    }
    this.#draft(this.view.pointAt(event));
  }

  #up(event) {
    if (!this.isMeasuring || this.button) return;
    if (this.isDrag && this.dragStart === this.pressed) this.#set(this.view.pointAt(event));
    else if (!this.isDrag && this.pressed) this.#set(this.pressed);
    this.pressed = null;
  }

  #hover(event) {
    this.host.pointedAt(this.view.pointAt(event));
    if (this.isMeasuring && this.points.length && !event.buttons) this.#draft(this.view.pointAt(event));
  }

  #draft(point) {
    this.view.draft = { tool: this.tool, frame: this.view.index, points: [...this.points, point] };
    this.view.redraw();
  }

  #set(point) {
    this.points.push(point);
    if (this.points.length < POINTS[this.tool]) {
      this.#draft(point);
      this.host.say(`Point ${this.points.length} of ${POINTS[this.tool]} set.`);
      return;
    }
    const measure = { tool: this.tool, frame: this.view.index, points: this.points };
    this.cancel();
    this.host.measured(measure);
  }

  #wheel(event) {
    event.preventDefault();
    const { left, top } = this.view.place.getBoundingClientRect();
    if (event.ctrlKey) this.view.zoom.zoomBy(Math.exp(-event.deltaY / 300), event.clientX - left, event.clientY - top);
    else if (event.deltaY) this.host.stepBy(Math.sign(event.deltaY));
  }

  /* the cross, for keys */

  #onKey(event) {
    if (!this.isMeasuring || event.shiftKey || event.altKey || event.metaKey) return;
    const arrow = ARROWS[event.key];
    if (arrow) this.#moveCross(arrow, event.ctrlKey);
    else if (event.key === 'Enter') this.#set(this.#cross());
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #cross() {
    const { columns, rows } = this.view.stack;
    this.view.cursor ??= { x: columns / 2, y: rows / 2 };
    return { ...this.view.cursor };
  }

  #moveCross([x, y], isFine) {
    const at = this.#cross();
    const { columns, rows } = this.view.stack;
    const step = isFine ? 1 : Math.max(1, Math.round(columns / 64));
    this.view.cursor = { x: Math.min(Math.max(at.x + x * step, 0), columns), y: Math.min(Math.max(at.y + y * step, 0), rows) };
    if (this.points.length) this.#draft(this.view.cursor);
    this.view.redraw();
    this.host.pointedAt(this.view.cursor, true);
  }
}
