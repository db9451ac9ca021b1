// Zoom and pan of something shown in a box: a scale and the place of its upper left corner. Shared by the viewers.

const MOST = 16;

export class Zoom {
  /** `size()` tells {width, height} of the thing, `view()` of the box, in CSS pixels; `show(zoom)` is called on change. */
  constructor({ size, view, show }) {
    Object.assign(this, { size, view, show, scale: 1, x: 0, y: 0, isFitted: true });
  }

  get fitting() {
    const size = this.size();
    const view = this.view();
    return Math.min(view.width / size.width, view.height / size.height);
  }

  fit() {
    this.scale = this.fitting;
    this.isFitted = true;
    this.#settle();
  }

  /** Scale to `scale` device-independent pixels for one of the thing, (x, y) of the box staying where it is. */
  zoomTo(scale, x = this.view().width / 2, y = this.view().height / 2) {
    const least = Math.min(this.fitting, 1);
    const next = Math.min(Math.max(scale, least), Math.max(MOST, this.fitting));
    this.x = x - ((x - this.x) * next) / this.scale;
    this.y = y - ((y - this.y) * next) / this.scale;
    this.scale = next;
    this.isFitted = Math.abs(next - this.fitting) < 0.001;
    this.#settle();
  }

  zoomBy(factor, x, y) {
    this.zoomTo(this.scale * factor, x, y);
  }

  panBy(x, y) {
    this.x += x;
    this.y += y;
    this.#settle();
  }

  /** What is smaller than the box stands in its middle; what is larger leaves no gap. */
  #settle() {
    const size = this.size();
    const view = this.view();
    const place = (at, length, room) => (length <= room ? (room - length) / 2 : Math.min(0, Math.max(room - length, at)));
    this.x = place(this.x, size.width * this.scale, view.width);
    this.y = place(this.y, size.height * this.scale, view.height);
    this.show(this);
  }

  /** Return the thing's own place under (x, y) of the box. */
  under(x, y) {
    return { x: (x - this.x) / this.scale, y: (y - this.y) / this.scale };
  }
}

/**
 * Follow pointers on `element`: `onDrag(event, dx, dy)` for one, zoom and pan for two; `onTap` for two quick ones in one place.
 * `isFree(event)` tells that a pointer is not for this.
 */
export function watchPointers(element, zoom, { onDown = () => {}, onDrag, onUp = () => {}, onTwice = () => {}, isFree = () => false }) {
  const fingers = new Map();
  let last = { at: 0, x: 0, y: 0 };
  const middle = () => {
    const [a, b] = [...fingers.values()];
    const box = element.getBoundingClientRect();
    return { x: (a.x + b.x) / 2 - box.left, y: (a.y + b.y) / 2 - box.top, apart: Math.hypot(a.x - b.x, a.y - b.y) };
  };
  element.addEventListener('pointerdown', (event) => {
    if (isFree(event)) return;
    element.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const near = Math.hypot(event.clientX - last.x, event.clientY - last.y) < 24;
    if (fingers.size === 1 && event.timeStamp - last.at < 350 && near) onTwice(event);
    last = { at: event.timeStamp, x: event.clientX, y: event.clientY };
    if (fingers.size === 1) onDown(event);
  });
  element.addEventListener('pointermove', (event) => {
    const finger = fingers.get(event.pointerId);
    if (!finger) return;
    const before = fingers.size === 2 ? middle() : null;
    const [dx, dy] = [event.clientX - finger.x, event.clientY - finger.y];
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (!before) return void onDrag(event, dx, dy);
    const now = middle();
    zoom.zoomBy(now.apart / Math.max(before.apart, 1), now.x, now.y);
    zoom.panBy(now.x - before.x, now.y - before.y);
  });
  const up = (event) => {
    if (!fingers.delete(event.pointerId)) return;
    if (!fingers.size) onUp(event);
  };
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
}
