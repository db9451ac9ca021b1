// The viewer of a stack: opens from the link in a post, fetches what the stack is, and puts canvas, tools and keys together.

import { h, icon } from './dom.mjs';
import { bind } from './registry.mjs';
import { singleKeysOn } from './shortcuts.mjs';
import { Cine } from './stack-cine.mjs';
import { Frames } from './stack-frames.mjs';
import { inWords, shown, windowWords } from './stack-measure.mjs';
import { Tools } from './stack-tools.mjs';
import { StackView } from './stack-view.mjs';
import { factsOf, titleOf } from './stack-words.mjs';

const PAN_PX = 60;
const SAY_MS = 400;
const WAIT_MS = 400;
const TOOL_KEYS = { w: 'window', s: 'scroll', p: 'pan', d: 'distance', a: 'angle', e: 'ellipse' };
const STEPS = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity };
const PANS = { ArrowLeft: [PAN_PX, 0], ArrowRight: [-PAN_PX, 0], ArrowUp: [0, PAN_PX], ArrowDown: [0, -PAN_PX] };

class StackViewer {
  constructor(link, stack) {
    this.link = link;
    this.stack = stack;
    this.index = Math.floor(stack.count / 2);
    this.dialog = document.getElementById('stack-viewer').content.firstElementChild.cloneNode(true);
    document.body.append(this.dialog);
    this.dialog.showModal();
    bind(this.dialog);
    this.frames = new Frames(stack);
    this.view = new StackView(this.part('place'), stack, this.frames);
    this.view.onDraw = () => this.#drawCorners();
    this.tools = new Tools(this.view, this, '');
    this.cine = new Cine({ step: () => this.stepBy(1, true), isReady: () => this.frames.get(this.index), changed: (on) => this.#drawPlay(on) });
    this.#fill();
    this.#listen();
    this.choose(matchMedia('(pointer: coarse)').matches ? 'scroll' : 'window');
    this.go(this.index);
    this.part('place').focus();
  }

  part(name) {
    return this.dialog.querySelector(`[data-part="${name}"]`);
  }

  #fill() {
    const { stack } = this;
    this.part('title').textContent = titleOf(stack);
    this.part('facts').textContent = factsOf(stack).join('\n');
    this.part('slider').max = String(stack.count - 1);
    const { dataset } = this.link;
    this.part('text').textContent = [dataset.caption, dataset.alt].filter(Boolean).join(' ');
    const options = stack.windows.map(({ label }, index) => h('option', { value: String(index) }, index < 9 ? `${index + 1} ${label}` : label));
    this.part('presets').append(...options, h('option', { value: 'own', hidden: true }, 'Your own'));
    if (stack.samples === 3) for (const one of this.dialog.querySelectorAll('.spresets, [data-do="invert"], [data-tool="window"], [data-tool="ellipse"]')) one.remove();
    if (stack.count === 1) for (const one of this.dialog.querySelectorAll('.sfoot, [data-tool="scroll"]')) one.hidden = true;
  }

  #listen() {
    const { dialog } = this;
    dialog.addEventListener('keydown', (event) => this.#onKey(event));
    dialog.addEventListener('click', (event) => this.#onClick(event));
    dialog.addEventListener('cancel', (event) => {
      // Escape first gives up a measure that is not whole.
      if (event.target === dialog && this.tools.cancel()) event.preventDefault();
    });
    dialog.addEventListener('close', (event) => event.target === dialog && this.#gone());
    this.part('slider').addEventListener('input', ({ target }) => this.go(Number(target.value)));
    this.part('presets').addEventListener('change', ({ target }) => this.preset(Number(target.value)));
    this.part('speed').addEventListener('change', ({ target }) => this.cine.setSpeed(Number(target.value)));
    this.frames.addEventListener('frame', ({ detail }) => detail === this.index && this.#frameCame());
    this.frames.addEventListener('lost', ({ detail }) => detail === this.index && this.#lost());
  }

  #frameCame() {
    this.retried = false;
    this.view.redraw();
    this.#drawMeasures();
  }

  /** An address lasts half an hour: ask for a new one, once, before giving up. */
  async #lost() {
    if (!this.retried) {
      this.retried = true;
      const fresh = await stackAt(this.link.href).catch(() => null);
      if (fresh) {
        this.stack.frame = fresh.frame;
        this.frames.want(this.index);
        return;
      }
    }
    this.cine.stop();
    this.part('waiting').textContent = 'This frame could not be fetched. Scroll on and back, or reload the page.';
  }

  #gone() {
    this.cine.stop();
    this.frames.stop();
    this.view.stop();
    clearTimeout(this.saying);
    clearTimeout(this.waiting);
    this.dialog.remove();
    this.link.focus();
  }

  /* what tools and keys ask for */

  say(words) {
    clearTimeout(this.saying);
    this.saying = setTimeout(() => {
      this.part('says').textContent = words;
    }, SAY_MS);
  }

  stepBy(frames, isRound = false) {
    const { count } = this.stack;
    if (isRound) this.go((this.index + frames + count) % count, 1);
    else this.go(Math.min(Math.max(this.index + frames, 0), count - 1), Math.sign(frames) || 1);
  }

  go(index, direction = index < this.index ? -1 : 1) {
    this.index = index;
    this.tools.cancel();
    this.frames.want(index, direction);
    this.view.show(index);
    const words = `${index + 1} of ${this.stack.count}`;
    this.part('count').textContent = words;
    this.part('slider').value = String(index);
    this.part('slider').setAttribute('aria-valuetext', words);
    this.#waitFor(index);
    if (!this.cine.isOn) this.say(`Frame ${words}`);
  }

  #waitFor(index) {
    clearTimeout(this.waiting);
    this.part('waiting').textContent = '';
    this.waiting = setTimeout(() => {
      if (!this.frames.get(index)) this.part('waiting').textContent = 'Fetching the frame';
    }, WAIT_MS);
  }

  preset(index) {
    const chosen = this.stack.windows[index];
    if (!chosen) return;
    this.view.setWindow(chosen);
    this.part('presets').value = String(index);
    this.say(`${chosen.label}: width ${shown(chosen.width)}, centre ${shown(chosen.centre)}`);
  }

  windowChanged() {
    this.part('presets').value = 'own';
    const { centre, width } = this.view.window;
    this.say(`Width ${shown(width)}, centre ${shown(centre)}`);
  }

  #changeWindow(wider, higher) {
    const { centre, width } = this.view.window;
    this.view.setWindow({ width: Math.max(1, width * (1 + 0.08 * wider)), centre: centre + 0.04 * width * higher });
    this.windowChanged();
  }

  pointedAt(point, isSpoken = false) {
    const value = this.view.valueAt(point);
    const unit = this.stack.unit ? ` ${this.stack.unit}` : '';
    const words = value === null ? '' : `${Math.floor(point.x)}, ${Math.floor(point.y)}: ${shown(value)}${unit}`;
    this.part('value').textContent = words;
    if (isSpoken) this.say(words);
  }

  measured(measure) {
    this.view.measures.push(measure);
    this.view.redraw();
    this.#drawMeasures();
    this.say(inWords(measure, this.stack, this.frames.get(measure.frame)));
  }

  removeMeasure(measure = this.view.measures.at(-1)) {
    this.view.measures = this.view.measures.filter((one) => one !== measure);
    this.view.redraw();
    this.#drawMeasures();
    this.say('The measure is taken away.');
  }

  choose(tool) {
    this.tools.choose(tool);
    for (const button of this.dialog.querySelectorAll('button[data-tool]')) {
      const on = button.dataset.tool === tool;
      button.setAttribute('aria-checked', String(on));
      button.tabIndex = on ? 0 : -1;
    }
    this.part('place').dataset.tool = tool;
  }

  invert() {
    this.view.invert();
    this.dialog.querySelector('[data-do="invert"]')?.setAttribute('aria-pressed', String(this.view.isInverted));
  }

  reset() {
    if (this.view.isInverted) this.invert();
    this.view.measures = [];
    this.preset(0);
    this.view.zoom.fit();
    this.#drawMeasures();
  }

  /* drawing */

  #drawCorners() {
    const words = this.stack.samples === 3 ? '' : `${windowWords(this.view.window)}${this.view.isInverted ? '  inverted' : ''}`;
    if (this.part('window').textContent !== words) this.part('window').textContent = words;
    this.part('scale').textContent = `${Math.round(this.view.zoom.scale * 100)} %`;
    if (this.frames.get(this.index)) this.part('waiting').textContent = '';
  }

  #drawMeasures() {
    const { measures } = this.view;
    this.part('measures').hidden = !measures.length;
    const names = { distance: 'Distance', angle: 'Angle', ellipse: 'Ellipse' };
    this.part('measures').querySelector('ol').replaceChildren(...measures.map((measure) => h('li', {},
      h('button', { class: 'smeasure', type: 'button', onclick: () => this.go(measure.frame) },
        h('b', {}, inWords(measure, this.stack, this.frames.get(measure.frame))), h('span', { class: 'meta' }, `${names[measure.tool]}, frame ${measure.frame + 1}`)),
      h('button', { class: 'iconlink', type: 'button', 'aria-label': `Take away ${names[measure.tool].toLowerCase()} on frame ${measure.frame + 1}`, onclick: () => this.removeMeasure(measure) }, icon('trash-2')))));
  }

  #drawPlay(on) {
    const button = this.dialog.querySelector('[data-do="play"]');
    button.setAttribute('aria-pressed', String(on));
    button.setAttribute('aria-label', on ? 'Pause' : 'Play');
    button.replaceChildren(icon(on ? 'pause' : 'play'));
  }

  play() {
    const isCalm = this.cine.toggle(Number(this.part('speed').value));
    if (isCalm) this.part('speed').value = '2';
    this.say(this.cine.isOn ? `Playing${isCalm ? ', slowly, as your device asks for less motion' : ''}` : `Frame ${this.index + 1} of ${this.stack.count}`);
  }

  /* clicks and keys */

  #onClick({ target }) {
    const tool = target.closest('[data-tool]')?.dataset.tool;
    if (tool && target.closest('button')) this.choose(tool);
    const acts = {
      invert: () => this.invert(),
      in: () => this.view.zoom.zoomBy(1.4),
      out: () => this.view.zoom.zoomBy(1 / 1.4),
      reset: () => this.reset(),
      help: () => this.part('keys').showModal(),
      play: () => this.play(),
      close: () => this.dialog.close(),
    };
    acts[target.closest('[data-do]')?.dataset.do]?.();
  }

  #onKey(event) {
    if (this.part('keys').open || event.defaultPrevented) return;
    const isField = event.target.closest('select, input');
    const isButton = event.target.closest('button');
    if (event.target.closest('[role="radiogroup"]') && this.#rove(event)) return;
    if (isField && (event.key in STEPS || event.key.startsWith('Arrow'))) return;
    if (isButton && (event.key === ' ' || event.key === 'Enter')) return;
    if (this.#moved(event) || (!event.ctrlKey && !event.metaKey && !event.altKey && this.#pressed(event, isField))) event.preventDefault();
  }

  /** Arrows go from tool to tool, as in any group of radios. */
  #rove(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return false;
    const all = [...this.dialog.querySelectorAll('[data-tool]:not([hidden])')].filter((one) => one.matches('button'));
    const next = all[(all.indexOf(event.target) + by + all.length) % all.length];
    this.choose(next.dataset.tool);
    next.focus();
    event.preventDefault();
    return true;
  }

  #moved(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.shiftKey && PANS[event.key]) this.view.zoom.panBy(...PANS[event.key]);
    else if (event.key in STEPS) this.stepBy(STEPS[event.key]);
    else return false;
    return true;
  }

  #pressed(event, isField) {
    if (event.key === 'Delete' || event.key === 'Backspace') return this.removeMeasure() ?? true;
    if (event.key === ' ' && !isField) return this.play() ?? true;
    if (!singleKeysOn() || (isField && event.target.matches('select'))) return false;
    const key = event.key.toLowerCase();
    const acts = {
      '[': () => this.#changeWindow(-1, 0), ']': () => this.#changeWindow(1, 0), ',': () => this.#changeWindow(0, -1), '.': () => this.#changeWindow(0, 1),
      '+': () => this.view.zoom.zoomBy(1.25), '=': () => this.view.zoom.zoomBy(1.25), '-': () => this.view.zoom.zoomBy(0.8), 0: () => this.view.zoom.fit(),
      i: () => this.invert(), r: () => this.reset(), '?': () => this.part('keys').showModal(),
    };
    if (/^[1-9]$/.test(key)) this.preset(Number(key) - 1);
    else if (TOOL_KEYS[key] && this.dialog.querySelector(`[data-tool="${TOOL_KEYS[key]}"]`)) this.#chooseByKey(TOOL_KEYS[key]);
    else if (acts[key]) acts[key]();
    else return false;
    return true;
  }

  #chooseByKey(tool) {
    this.choose(tool);
    this.part('place').focus();
  }
}

/** Return what a stack's own page says of it. */
async function stackAt(url) {
  const response = await fetch(url, { headers: { Accept: 'text/html' }, credentials: 'same-origin' });
  if (!response.ok) throw new TypeError(String(response.status));
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  return JSON.parse(page.querySelector('[data-frames]').dataset.frames);
}

/** Let the link to a stack open it in the page; where that fails the link goes to the stack's own page. */
export function bindStack(link) {
  link.hidden = false;
  link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button || !window.DecompressionStream) return;
    event.preventDefault();
    stackAt(link.href).then((stack) => new StackViewer(link, stack)).catch(() => location.assign(link.href));
  });
}
