// Chooses what of a DICOM study is published: one frame as a picture, or a part of a series to scroll through. What is chosen
// then goes the way of every picture: image-editor.mjs.

import { h, icon } from './dom.mjs';
import { post } from './http.mjs';
import { failureOf } from './image-upload.mjs';
import { Frames } from './stack-frames.mjs';
import { windowWords } from './stack-measure.mjs';
import { Tools } from './stack-tools.mjs';
import { StackView } from './stack-view.mjs';
import { factsOf, titleOf } from './stack-words.mjs';

const STEPS = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity };
const NOTES = {
  face: 'A face can be rebuilt from many thin slices of a head. Take every second or third frame, a part without the face, or single frames.',
  marks_removed: 'Marks that were stored beside the pixels are gone.',
  text_seen: 'Something like writing stands in the pixels: you are asked about it next.',
};

/** Ask the server for one frame as a picture; returns what is to be prepared, or throws with `said`. */
async function pictureOf(study, { series, frame, window: { centre, width } }) {
  const params = new URLSearchParams({ series, frame, centre, width });
  const response = await post(study.choose, params);
  const body = await response.json().catch(() => ({}));
  if (response.status === 201) return body;
  throw Object.assign(new Error('not taken'), { said: failureOf({ status: response.status, body }) });
}

class Chooser {
  constructor(item, done) {
    Object.assign(this, { item, done, study: item.pending.study });
    this.dialog = document.getElementById('study-chooser').content.firstElementChild.cloneNode(true);
    this.form = this.dialog.querySelector('form');
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.#fillSeries();
    this.#notes();
    this.#listen();
    const { choice } = item;
    this.show(choice?.series ?? 0, choice);
    this.form.elements.kind.value = choice?.kind ?? (this.series.count > 1 ? 'stack' : 'frame');
    this.#drawRange();
    this.part('place').focus();
  }

  part(name) {
    return this.dialog.querySelector(`[data-part="${name}"]`);
  }

  #fillSeries() {
    const rows = this.study.series.map((series, index) => h('label', { class: 'choice' },
      h('input', { type: 'radio', name: 'series', value: String(index) }), h('span', {}, titleOf(series))));
    this.part('series').replaceChildren(...rows);
    this.part('seriesfield').hidden = rows.length < 2;
  }

  #notes() {
    const left = Object.values(this.study.left_out).reduce((sum, count) => sum + count, 0);
    const words = this.study.cautions.map((caution) => NOTES[caution]).filter(Boolean);
    if (left) words.push(`${left} ${left === 1 ? 'file' : 'files'} of the upload could not be taken and ${left === 1 ? 'is' : 'are'} left out.`);
    this.part('notes').replaceChildren(...words.map((word) => h('p', { class: 'meta heldnote' }, icon('triangle-alert'), h('span', {}, word))));
  }

  #listen() {
    this.dialog.addEventListener('click', (event) => this.#onClick(event));
    this.dialog.addEventListener('keydown', (event) => this.#onKey(event));
    this.dialog.addEventListener('close', () => this.#close(null));
    this.form.addEventListener('change', (event) => this.#onChange(event));
    this.part('slider').addEventListener('input', ({ target }) => this.go(Number(target.value)));
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#next();
    });
  }

  /** Look at a series; what was chosen before is put back. */
  show(number, choice = null) {
    this.#stopView();
    this.number = number;
    this.series = this.study.series[number];
    this.frames = new Frames(this.series);
    this.view = new StackView(this.part('place'), this.series, this.frames);
    this.view.onDraw = () => this.#drawWindow();
    this.frames.addEventListener('frame', ({ detail }) => detail === this.index && this.view.redraw());
    this.frames.addEventListener('lost', () => this.#fail('The frames could not be fetched again. Close this and open it once more.'));
    // Pointers watch the place, which stays: they work on whatever view is there now.
    this.tools ??= new Tools(this.view, this, 'window');
    this.tools.view = this.view;
    const { count } = this.series;
    this.part('slider').max = String(count - 1);
    this.part('facts').textContent = factsOf(this.series).join('\n');
    this.part('presets').replaceChildren(...this.series.windows.map(({ label }, index) => h('option', { value: String(index) }, label)), h('option', { value: 'own', hidden: true }, 'Your own'));
    this.form.elements.series.value = String(number);
    for (const [name, value] of [['first', (choice?.first ?? 0) + 1], ['last', (choice?.last ?? count - 1) + 1]]) Object.assign(this.part(name), { max: String(count), value: String(value) });
    this.part('step').value = String(choice?.step ?? 1);
    if (choice?.window) this.view.setWindow(choice.window);
    this.go(choice?.frame ?? Math.floor(count / 2));
  }

  #stopView() {
    this.frames?.stop();
    this.view?.stop();
  }

  /* what tools ask for */

  say(words) {
    this.part('says').textContent = words;
  }

  pointedAt() {}

  measured() {}

  windowChanged() {
    this.part('presets').value = 'own';
  }

  stepBy(frames) {
    this.go(Math.min(Math.max(this.index + frames, 0), this.series.count - 1), Math.sign(frames) || 1);
  }

  go(index, direction = 1) {
    this.index = index;
    this.frames.want(index, direction);
    this.view.show(index);
    const words = `${index + 1} of ${this.series.count}`;
    this.part('count').textContent = words;
    this.part('slider').value = String(index);
    this.part('slider').setAttribute('aria-valuetext', words);
    this.say(`Frame ${words}`);
  }

  #drawWindow() {
    this.part('window').textContent = this.series.samples === 3 ? '' : windowWords(this.view.window);
    this.part('waiting').textContent = this.frames.get(this.index) ? '' : 'Fetching the frame';
  }

  /* choices */

  get #range() {
    const { count } = this.series;
    const number = (name, otherwise) => Math.min(Math.max((Number(this.part(name).value) || otherwise) - 1, 0), count - 1);
    const [first, last] = [number('first', 1), number('last', count)];
    return { first: Math.min(first, last), last: Math.max(first, last), step: Number(this.part('step').value) };
  }

  #drawRange() {
    const isStack = this.form.elements.kind.value === 'stack';
    this.part('range').hidden = !isStack;
    const { first, last, step } = this.#range;
    const count = Math.floor((last - first) / step) + 1;
    this.part('sum').textContent = `${count} ${count === 1 ? 'frame' : 'frames'}.`;
    const isFace = this.series.may_show_face && step === 1;
    this.part('sum').classList.toggle('c-tell', isFace);
    if (isFace) this.part('sum').textContent += ' So many thin slices of a head may show a face: take fewer.';
  }

  #onChange({ target }) {
    if (target.name === 'series') this.show(Number(target.value));
    else if (target === this.part('presets')) this.view.setWindow(this.series.windows[Number(target.value)]);
    this.#drawRange();
  }

  #onClick({ target }) {
    const acts = {
      'from-here': () => this.#setHere('first'),
      'to-here': () => this.#setHere('last'),
      close: () => this.dialog.close(),
      drop: () => this.#close('drop'),
    };
    acts[target.closest('[data-do]')?.dataset.do]?.();
  }

  #setHere(name) {
    this.part(name).value = String(this.index + 1);
    this.#drawRange();
  }

  #onKey(event) {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.altKey || event.target !== this.part('place')) return;
    event.preventDefault();
    this.stepBy(step);
  }

  #fail(words) {
    this.part('error').replaceChildren(...(words ? [h('p', { class: 'c-must errline' }, icon('octagon-x'), h('span', {}, words))] : []));
  }

  #choice() {
    const { centre, width } = this.view.window;
    return { kind: this.form.elements.kind.value, series: this.number, frame: this.index, window: { centre, width }, ...this.#range };
  }

  async #next() {
    const button = this.form.querySelector('[type="submit"]');
    if (button.getAttribute('aria-busy') === 'true') return;
    const choice = this.#choice();
    const words = button.textContent;
    this.#fail('');
    button.setAttribute('aria-busy', 'true');
    button.replaceChildren(icon('loader-circle'), choice.kind === 'frame' ? button.dataset.busy : words);
    try {
      this.#close({ choice, pending: await (choice.kind === 'frame' ? this.#picture(choice) : stackOf(this.item.pending, choice)) });
    } catch (error) {
      this.#fail(error.said ?? failureOf({ status: 0, body: {} }));
      button.removeAttribute('aria-busy');
      button.replaceChildren(words);
    }
  }

  async #picture(choice) {
    try {
      return await pictureOf(this.study, choice);
    } catch (error) {
      if (!error.said) throw error;
      // The server may have let go of the study; the file is still here.
      await this.item.renew();
      this.study = this.item.pending.study;
      return pictureOf(this.study, choice);
    }
  }

  #close(result) {
    if (this.closed) return;
    this.closed = true;
    this.item.choice = this.#choice();
    this.#stopView();
    this.dialog.close();
    this.dialog.remove();
    this.done(result);
  }
}

/** Return what the editor works on for a part of a series: its middle frame stands for all, boxes go into each. */
function stackOf(pending, { series, first, last, step }) {
  const { drawn, rows, columns } = pending.study.series[series];
  const middle = first + Math.floor(Math.floor((last - first) / step) / 2) * step;
  return {
    ...pending,
    url: drawn.replace('{n}', middle),
    width: columns,
    height: rows,
    isStack: true,
    // The places that were found are those of the first series; the others keep their numbers with the server.
    isOther: series !== 0,
    extra: { series, first, last, step },
  };
}

/** Let the author choose; resolves to {choice, pending} for the editor, to 'drop', or to null for later. */
export function choose(item) {
  return new Promise((resolve) => {
    new Chooser(item, resolve);
  });
}

/** Make again what was chosen, after the study was sent anew. */
export async function chosenAgain(item, choice) {
  return choice.kind === 'frame' ? pictureOf(item.pending.study, choice) : stackOf(item.pending, choice);
}
