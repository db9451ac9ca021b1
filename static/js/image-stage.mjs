// The picture with its boxes: draws them, zooms, and is worked by keys. Dragging is image-gestures.mjs.

import { h } from './dom.mjs';
import { watchGestures } from './image-gestures.mjs';
import { inWords, moved, resized } from './image-geometry.mjs';

const MOST = 8;
const EDGES = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'];
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const KINDS = { text: 'writing', face: 'face', own: 'your box' };

/** Return what stands beside a box on the picture. */
function tagOf(one, number) {
  return one.verdict === 'must_go' && one.label ? `${number} ${one.label}` : String(number);
}

/** Return a box as one hears it. */
export function spokenOf(edit, one, number) {
  const state = edit.lackOf(one) === 'partly' ? 'partly covered' : one.covered ? 'covered' : one.reason ? 'stays' : one.verdict === 'none' ? 'left alone' : 'not decided';
  const parts = [`Box ${tagOf(one, number)}`, KINDS[one.kind], one.verdict === 'must_go' ? 'must go' : '', one.words && `“${one.words}”`, state];
  return parts.filter(Boolean).join(', ');
}

export class Stage {
  constructor(root, edit, { say }) {
    this.root = root;
    this.edit = edit;
    this.say = say;
    this.sheet = root.querySelector('.sheet');
    this.layer = root.querySelector('.ilayer');
    this.zoom = 1;
    this.current = '';
    this.nodes = new Map();
    this.adding = false;
    edit.addEventListener('change', () => this.draw());
    this.layer.addEventListener('keydown', (event) => this.#onKey(event));
    this.layer.addEventListener('focusin', (event) => this.#onFocus(event));
    this.resizing = new ResizeObserver(() => this.#size());
    this.resizing.observe(root);
    watchGestures(this);
    this.draw();
  }

  /** Shown pixels for one of the picture. */
  get scale() {
    return this.layer.getBoundingClientRect().width / this.edit.size.width;
  }

  /** Return the place of a pointer in the picture's pixels. */
  pointOf({ clientX, clientY }) {
    const { left, top } = this.layer.getBoundingClientRect();
    return { x: (clientX - left) / this.scale, y: (clientY - top) / this.scale };
  }

  #fit() {
    const { width, height } = this.edit.size;
    return Math.min((this.root.clientWidth - 24) / width, (this.root.clientHeight - 24) / height, 3);
  }

  #size() {
    const { width, height } = this.edit.size;
    const scale = Math.max(this.#fit(), 0.01) * this.zoom;
    this.sheet.style.width = `${Math.round(width * scale)}px`;
    this.sheet.style.height = `${Math.round(height * scale)}px`;
  }

  /** Zoom by a factor; the place under (x, y) of the window, or the middle, stays where it is. */
  zoomBy(factor, at = null) {
    const before = this.zoom;
    this.zoom = Math.min(Math.max(this.zoom * factor, 1), MOST);
    const view = this.root.getBoundingClientRect();
    const x = at ? at.x - view.left : view.width / 2;
    const y = at ? at.y - view.top : view.height / 2;
    const ratio = this.zoom / before;
    const left = (this.root.scrollLeft + x) * ratio - x;
    const top = (this.root.scrollTop + y) * ratio - y;
    this.#size();
    this.root.scrollTo({ left, top, behavior: 'instant' });
    this.root.dispatchEvent(new CustomEvent('image:zoom', { bubbles: true, detail: this.zoom }));
  }

  fitAll() {
    this.zoomBy(1 / this.zoom);
  }

  setAdding(on) {
    this.adding = on;
    this.layer.classList.toggle('adding', on);
    this.root.dispatchEvent(new CustomEvent('image:adding', { bubbles: true, detail: on }));
  }

  /** Put a box in the middle of what is seen, and stand on it. */
  addInMiddle() {
    const view = this.root.getBoundingClientRect();
    const { x, y } = this.pointOf({ clientX: view.left + view.width / 2, clientY: view.top + view.height / 2 });
    const width = Math.min(this.edit.size.width, 140 / this.scale);
    const height = Math.min(this.edit.size.height, 48 / this.scale);
    const id = this.edit.add({ left: x - width / 2, top: y - height / 2, width, height });
    this.focus(id);
    this.say('A box was added in the middle. Arrows move it, Shift and arrows change its size.');
  }

  addCrop() {
    const { width, height } = this.edit.size;
    this.edit.setCrop({ left: width * 0.06, top: height * 0.06, width: width * 0.88, height: height * 0.88 });
    this.focus('crop');
  }

  focus(id) {
    const node = this.nodes.get(id);
    node?.focus({ preventScroll: true });
    node?.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
  }

  select(id) {
    this.current = id;
    for (const [key, node] of this.nodes) node.classList.toggle('now', key === id);
    this.root.dispatchEvent(new CustomEvent('image:select', { bubbles: true, detail: id }));
  }

  /* drawing */

  draw() {
    const shown = this.edit.boxes.map((one, index) => [one.id, one.box, one, index + 1]);
    if (this.edit.crop) shown.push(['crop', this.edit.crop, null, 0]);
    const gone = new Set(this.nodes.keys());
    for (const [id, box, one, number] of shown) {
      gone.delete(id);
      this.#drawOne(id, box, one, number);
    }
    for (const id of gone) {
      this.nodes.get(id).remove();
      this.nodes.delete(id);
    }
    if (!this.nodes.has(this.current)) this.current = '';
  }

  #drawOne(id, box, one, number) {
    if (!this.nodes.has(id)) this.nodes.set(id, this.layer.appendChild(this.#made(id)));
    const node = this.nodes.get(id);
    const { width, height } = this.edit.size;
    node.style.left = `${(box.left / width) * 100}%`;
    node.style.top = `${(box.top / height) * 100}%`;
    node.style.width = `${(box.width / width) * 100}%`;
    node.style.height = `${(box.height / height) * 100}%`;
    const words = one ? spokenOf(this.edit, one, number) : 'The part to keep';
    const label = `${words}. ${inWords(box)}`;
    if (node.getAttribute('aria-label') !== label) node.setAttribute('aria-label', label);
    node.className = this.#cssOf(id, one);
    // The sign stands where it hides least of what was found: right of its line, or left of it.
    node.firstChild.className = `itag${box.left + box.width > width * 0.72 ? (box.left > width * 0.2 ? ' before' : ' inside') : ''}`;
    const tag = one ? tagOf(one, number) : '';
    if (node.firstChild.textContent !== tag) node.firstChild.textContent = tag;
  }

  #made(id) {
    const handles = EDGES.map((edges) => h('span', { class: `ihandle ${edges}`, 'data-edges': edges, 'aria-hidden': 'true' }));
    return h('div', { 'data-box': id, tabindex: '0', role: 'button', 'aria-describedby': 'image-keys' }, h('span', { class: 'itag', 'aria-hidden': 'true' }), ...handles);
  }

  #cssOf(id, one) {
    const now = this.current === id ? ' now' : '';
    if (!one) return `ibox crop${now}`;
    const kind = one.verdict === 'must_go' ? 'must' : one.kind === 'own' ? 'own' : one.verdict === 'none' ? 'harmless' : 'tell';
    const lack = this.edit.lackOf(one) ? ' lacks' : '';
    return `ibox ${kind}${one.covered ? ' covered' : ''}${one.reason ? ' stays' : ''}${lack}${now}`;
  }

  /* keys */

  #onFocus(event) {
    const id = event.target.dataset.box;
    if (id) this.select(id);
  }

  #onKey(event) {
    const id = event.target.dataset.box;
    if (event.ctrlKey || event.metaKey) return;
    const arrow = ARROWS[event.key];
    if (id && arrow) this.#nudge(event, id, arrow);
    else if (id && (event.key === 'Delete' || event.key === 'Backspace')) this.#removeFocused(id);
    else if (event.key === 'n' || event.key === 'N') this.addInMiddle();
    else if (event.key === '+' || event.key === '=') this.zoomBy(1.25);
    else if (event.key === '-') this.zoomBy(0.8);
    else if (event.key === '0') this.fitAll();
    else if (id && (event.key === 'Enter' || event.key === ' ')) this.root.dispatchEvent(new CustomEvent('image:open', { bubbles: true, detail: id }));
    else return;
    event.preventDefault();
  }

  #nudge(event, id, [x, y]) {
    const { size } = this.edit;
    // One press is about five pixels of the screen; with Alt one of the picture.
    const step = event.altKey ? 1 : Math.max(1, Math.round(5 / this.scale));
    const box = this.edit.boxOf(id);
    const next = event.shiftKey ? resized(box, 'se', x * step, y * step, size) : moved(box, x * step, y * step, size);
    this.edit.place(id, next, `key-${id}-${event.shiftKey}`);
    this.nodes.get(id).scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
    this.say(inWords(next));
  }

  #removeFocused(id) {
    const order = [...this.nodes.keys()];
    const at = order.indexOf(id);
    this.edit.remove(id);
    const next = this.nodes.has(id) ? id : order[at + 1] ?? order[at - 1];
    if (next) this.focus(next);
    else this.layer.focus();
    this.say(this.nodes.has(id) ? 'Not covered any more.' : 'Removed.');
  }

  stop() {
    this.resizing.disconnect();
  }
}
