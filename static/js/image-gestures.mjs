// Dragging on the picture, with mouse, pen or finger: a box, its handle, empty ground (draws a box), or two fingers (zoom).

import { between, moved, resized } from './image-geometry.mjs';

const SLACK_PX = 4;

class Drag {
  constructor(stage, event) {
    this.stage = stage;
    this.from = stage.pointOf(event);
    this.at = { x: event.clientX, y: event.clientY };
    this.started = false;
    const node = event.target.closest('[data-box]');
    this.edges = event.target.dataset.edges ?? '';
    this.id = node?.dataset.box ?? '';
    this.box = this.id ? stage.edit.boxOf(this.id) : null;
    this.key = `drag-${performance.now()}`;
  }

  #isFar({ clientX, clientY }) {
    return Math.hypot(clientX - this.at.x, clientY - this.at.y) >= SLACK_PX;
  }

  move(event) {
    if (!this.started && !this.#isFar(event)) return;
    this.started = true;
    const { stage } = this;
    const { size } = stage.edit;
    const to = stage.pointOf(event);
    const [x, y] = [to.x - this.from.x, to.y - this.from.y];
    if (!this.id) {
      this.id = stage.edit.add(between(this.from, to, size), this.key);
      stage.select(this.id);
    }
    if (!this.box) stage.edit.place(this.id, between(this.from, to, size), this.key);
    else if (this.edges) stage.edit.place(this.id, resized(this.box, this.edges, x, y, size), this.key);
    else stage.edit.place(this.id, moved(this.box, x, y, size), this.key);
  }

  end() {
    const { stage } = this;
    if (this.id) stage.focus(this.id);
    if (this.started && !this.box) stage.setAdding(false);
  }
}

class Pinch {
  constructor(stage) {
    this.stage = stage;
    this.fingers = new Map();
    this.apart = 0;
  }

  #middle() {
    const [a, b] = [...this.fingers.values()];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, apart: Math.hypot(a.x - b.x, a.y - b.y) };
  }

  down({ pointerId, clientX, clientY }) {
    this.fingers.set(pointerId, { x: clientX, y: clientY });
    if (this.fingers.size === 2) this.apart = this.#middle().apart;
  }

  move({ pointerId, clientX, clientY }) {
    if (!this.fingers.has(pointerId)) return false;
    this.fingers.set(pointerId, { x: clientX, y: clientY });
    if (this.fingers.size !== 2) return false;
    const { x, y, apart } = this.#middle();
    this.stage.zoomBy(apart / this.apart, { x, y });
    this.apart = apart;
    return true;
  }

  up({ pointerId }) {
    this.fingers.delete(pointerId);
  }
}

/** Let pointers work on a stage. */
export function watchGestures(stage) {
  const { layer } = stage;
  const pinch = new Pinch(stage);
  let drag = null;
  layer.addEventListener('pointerdown', (event) => {
    if (event.button) return;
    pinch.down(event);
    const onBox = event.target.closest('[data-box]');
    // A finger on empty ground moves the view, unless a box is to be drawn.
    if (pinch.fingers.size > 1 || (!onBox && event.pointerType === 'touch' && !stage.adding)) {
      drag = null;
      return;
    }
    event.preventDefault();
    layer.setPointerCapture(event.pointerId);
    drag = new Drag(stage, event);
    if (drag.id) stage.select(drag.id);
  });
  layer.addEventListener('pointermove', (event) => {
    if (!pinch.move(event)) drag?.move(event);
  });
  const end = (event) => {
    pinch.up(event);
    drag?.end();
    drag = null;
  };
  layer.addEventListener('pointerup', end);
  layer.addEventListener('pointercancel', end);
  stage.root.addEventListener('wheel', (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    stage.zoomBy(event.deltaY < 0 ? 1.15 : 1 / 1.15, { x: event.clientX, y: event.clientY });
  }, { passive: false });
}
