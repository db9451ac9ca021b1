// A picture of a post, large: zoom, pan, the next one, by mouse, keys and fingers. The link it opens from works by itself.

import { h, icon } from './dom.mjs';
import { Zoom, watchPointers } from './image-zoom.mjs';

const PAN_PX = 60;
const SWIPE_PX = 60;

function tool(act, label, sign, run) {
  return h('button', { class: 'iconlink', type: 'button', 'data-act': act, 'aria-label': label, onclick: run }, icon(sign));
}

class Viewer {
  constructor(links, start) {
    this.links = links;
    this.index = start;
    this.image = h('img', { class: 'vimg', draggable: 'false' });
    this.place = h('div', { class: 'vplace' }, this.image);
    this.count = h('span', { class: 'vcount', role: 'status' });
    this.percent = h('span', { class: 'vpercent meta' });
    this.text = h('div', { class: 'vtext' });
    this.dialog = h('dialog', { class: 'viewer', 'aria-label': 'Picture' }, this.#bar(), this.place, this.text);
    this.size = { width: 1, height: 1 };
    this.zoom = new Zoom({ size: () => this.size, view: () => this.place.getBoundingClientRect(), show: () => this.#show() });
    this.#listen();
  }

  #bar() {
    const many = this.links.length > 1;
    return h('div', { class: 'vbar' },
      many ? tool('previous', 'Previous picture', 'chevron-left', () => this.step(-1)) : null, this.count,
      many ? tool('next', 'Next picture', 'chevron-right', () => this.step(1)) : null,
      h('span', { class: 'spacer' }),
      tool('out', 'Smaller', 'zoom-out', () => this.zoom.zoomBy(1 / 1.5)), this.percent, tool('in', 'Larger', 'zoom-in', () => this.zoom.zoomBy(1.5)),
      tool('fit', 'Fit to the window', 'maximize', () => this.zoom.fit()),
      tool('close', 'Close', 'x', () => this.dialog.close()));
  }

  #listen() {
    this.dialog.addEventListener('keydown', (event) => this.#onKey(event));
    this.dialog.addEventListener('close', () => this.#gone());
    this.resizing = new ResizeObserver(() => (this.zoom.isFitted ? this.zoom.fit() : this.zoom.panBy(0, 0)));
    let swiped = 0;
    watchPointers(this.place, this.zoom, {
      onDown: () => {
        swiped = 0;
      },
      onDrag: (event, dx, dy) => {
        swiped += this.zoom.isFitted && event.pointerType === 'touch' ? dx : 0;
        this.zoom.panBy(dx, dy);
      },
      onUp: () => Math.abs(swiped) > SWIPE_PX && this.step(swiped < 0 ? 1 : -1),
      onTwice: (event) => this.#twice(event),
    });
    this.place.addEventListener('wheel', (event) => {
      event.preventDefault();
      this.zoom.zoomBy(Math.exp(-event.deltaY / 400), ...this.#at(event));
    }, { passive: false });
  }

  #at({ clientX, clientY }) {
    const { left, top } = this.place.getBoundingClientRect();
    return [clientX - left, clientY - top];
  }

  #twice(event) {
    if (this.zoom.isFitted) this.zoom.zoomTo(Math.max(1, this.zoom.fitting * 2.5), ...this.#at(event));
    else this.zoom.fit();
  }

  open() {
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.resizing.observe(this.place);
    this.#load();
  }

  #gone() {
    this.resizing.disconnect();
    this.dialog.remove();
    this.links[this.index].focus();
  }

  step(by) {
    if (this.links.length < 2) return;
    this.index = (this.index + by + this.links.length) % this.links.length;
    this.#load();
  }

  #load() {
    const { dataset } = this.links[this.index];
    this.count.textContent = `${this.index + 1} of ${this.links.length}`;
    this.size = { width: Number(dataset.width), height: Number(dataset.height) };
    this.#replace(h('img', { class: 'vimg', src: dataset.full, alt: dataset.alt, width: dataset.width, height: dataset.height, draggable: 'false' }));
    this.image.addEventListener('error', () => this.text.replaceChildren(this.#lost()), { once: true });
    this.text.replaceChildren(
      ...[dataset.caption ? h('p', { class: 'vcaption' }, dataset.caption) : null, h('p', { class: 'meta' }, h('span', { class: 'sr' }, 'Described as: '), dataset.alt)].filter(Boolean));
    this.zoom.fit();
  }

  #replace(image) {
    this.image.replaceWith(image);
    this.image = image;
  }

  #lost() {
    return h('p', { class: 'c-must errline', role: 'alert' }, icon('octagon-x'), h('span', {}, 'The way to this picture has run out; it lasts half an hour. ', h('a', { href: location.href }, 'Reload the page')));
  }

  #show() {
    const { x, y, scale } = this.zoom;
    this.image.style.width = `${this.size.width * scale}px`;
    this.image.style.height = `${this.size.height * scale}px`;
    this.image.style.transform = `translate(${x}px, ${y}px)`;
    this.percent.textContent = `${Math.round(scale * 100)} %`;
    this.place.classList.toggle('zoomed', !this.zoom.isFitted);
  }

  #onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const pan = { ArrowLeft: [PAN_PX, 0], ArrowRight: [-PAN_PX, 0], ArrowUp: [0, PAN_PX], ArrowDown: [0, -PAN_PX] }[event.key];
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1 }[event.key];
    if (pan && !this.zoom.isFitted) this.zoom.panBy(...pan);
    else if (step) this.step(step);
    else if (event.key === '+' || event.key === '=') this.zoom.zoomBy(1.25);
    else if (event.key === '-') this.zoom.zoomBy(0.8);
    else if (event.key === '0') this.zoom.fit();
    else if (event.key === '1') this.zoom.zoomTo(1);
    else return;
    event.preventDefault();
  }
}

/** Let a link to a picture open it in the page, with the others of its post. */
export function bindViewer(link) {
  link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const links = [...link.closest('.pics').querySelectorAll('[data-module~="viewer"]')];
    new Viewer(links, links.indexOf(link)).open();
  });
}
