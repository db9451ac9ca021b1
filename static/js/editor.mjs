// One composer field: a textarea with its mirror. What was found in it is kept here and moves with every edit; asking the
// server and showing cards is the form's matter (gate.mjs).

import { changesBetween } from './diff.mjs';
import { digits } from './dom.mjs';
import { gateOf } from './gate.mjs';
import { Mirror } from './mirror.mjs';
import { Origins } from './origins.mjs';
import { isMust } from './severity.mjs';
import { codePointLength, editBetween, fromCodePoints, rebased, toCodePoints } from './spans.mjs';
import { removalRange, write } from './writing.mjs';

// So far over its limit, a text is not worked on here but cut: it scrolls by itself and has no marks.
const HUGE_CHARS = 2000;
// The page's own memory of its fields, so that one drawn anew by the server's answer goes on where the old one was.
const memory = new Map();

let lastId = 0;

function cssOf(finding) {
  const now = finding.now ? ' u-now' : '';
  if (finding.kept) return `u-done${now}`;
  return (isMust(finding) ? 'u-must' : 'u-tell') + now;
}

function nameOf(textarea) {
  return [...(textarea.labels[0]?.childNodes ?? [])].find((node) => node.nodeType === Node.TEXT_NODE)?.data.trim() ?? '';
}

class Editor {
  constructor(textarea) {
    this.textarea = textarea;
    this.field = textarea.name;
    this.label = nameOf(textarea);
    this.surface = textarea.dataset.surface;
    this.maxChars = Number(textarea.dataset.max) || Infinity;
    this.kind = textarea.dataset.kind;
    this.box = textarea.closest('.editor');
    this.summary = document.getElementById(`${textarea.id}-sum`);
    this.counter = document.getElementById(`${textarea.id}-count`);
    this.mirror = new Mirror(this.box.querySelector('.backdrop'));
    this.text = textarea.value;
    this.findings = [];
    this.done = [];
    this.origins = new Origins();
    this.base = 'base' in textarea.dataset ? textarea.defaultValue : null;
    this.checked = false;
    this.composing = false;
    this.refusedFiles = false;
    this.#remember();
    this.box.classList.add('is-live');
    this.gate = gateOf(textarea.form);
    this.#listen();
    this.draw();
    this.gate.add(this);
  }

  #remember() {
    const { form } = this.textarea;
    if (!form.dataset.draft) return;
    const key = `${form.dataset.draft}:${this.field}`;
    const old = memory.get(key);
    if (old?.text === this.text) Object.assign(this, { done: old.done, origins: old.origins, base: old.base });
    memory.set(key, this);
  }

  #listen() {
    const { textarea } = this;
    textarea.addEventListener('input', () => this.#onInput());
    textarea.addEventListener('keydown', (event) => this.#onKey(event));
    textarea.addEventListener('compositionstart', () => this.#onComposition(true));
    textarea.addEventListener('compositionend', () => this.#onComposition(false));
    for (const type of ['paste', 'drop']) textarea.addEventListener(type, (event) => this.#onFiles(event));
    document.addEventListener('selectionchange', () => this.#onCaret());
  }

  /** How many code points the text is over its limit; 0 where it fits. */
  get over() {
    return this.text.length > this.maxChars ? Math.max(0, codePointLength(this.text) - this.maxChars) : 0;
  }

  /** Whether the text is so long that it is not mirrored. */
  get isHuge() {
    return this.text.length > this.maxChars + HUGE_CHARS;
  }

  /** Open findings: neither kept nor gone. */
  get open() {
    return this.findings.filter((finding) => !finding.kept);
  }

  /** Whether one can see the field: one in a closed part of the form is not being written. */
  get isShown() {
    return this.textarea.checkVisibility();
  }

  #onInput() {
    const text = this.textarea.value;
    if (text === this.text) return;
    const edit = editBetween(this.text, text);
    this.origins.follow(edit, this.text, text);
    this.text = text;
    this.checked = false;
    const before = this.findings.length + this.done.length;
    this.findings = this.#moved(this.findings, edit);
    this.done = this.#moved(this.done, edit);
    this.draw();
    this.gate.onEdit();
    if (this.findings.length + this.done.length !== before) this.gate.draw();
  }

  #moved(spans, edit) {
    return spans.filter((span) => {
      const place = rebased(span, edit);
      return place && Object.assign(span, place);
    });
  }

  #onKey(event) {
    // One-line fields are textareas so that they can carry marks; a line end in them means nothing.
    if (event.key === 'Enter' && this.kind !== 'prose' && this.kind !== 'chat' && !event.isComposing) event.preventDefault();
  }

  /** While a word is being put together, what stands there is not yet what its author means. */
  #onComposition(on) {
    this.composing = on;
    this.gate.onEdit();
  }

  #onFiles(event) {
    const files = (event.clipboardData ?? event.dataTransfer)?.files;
    // Where pictures can be added, they take what comes.
    if (!files?.length || this.textarea.form.querySelector('[data-module~="images"]')) return;
    // A browser would leave the page to show a dropped file, and the text with it.
    event.preventDefault();
    this.gate.refuseFiles(this);
  }

  #onCaret() {
    if (document.activeElement !== this.textarea) return;
    const caret = this.textarea.selectionStart;
    const here = this.open.find(({ start, end }) => caret >= start && caret <= end);
    if (here) this.gate.point(here);
  }

  /** Take the server's verdict on the present text; spans count code points. */
  take(spans) {
    const unit = fromCodePoints(this.text);
    const before = this.findings;
    this.findings = spans
      .map((span) => ({ ...span, start: unit(span.start), end: unit(span.end), field: this.field }))
      .sort((a, b) => a.start - b.start);
    for (const finding of this.findings) {
      if (this.done.length && isMust(finding)) this.#keepOffer(finding, before);
      const known = before.find((old) => old.start === finding.start && old.end === finding.end && old.category === finding.category);
      finding.id = known?.id ?? (lastId += 1);
      finding.kept = known?.kept ?? finding.kept ?? '';
      finding.asking = known?.asking ?? false;
      finding.choice = known?.choice ?? '';
      finding.now = known?.now ?? false;
      finding.words = this.text.slice(finding.start, finding.end);
      finding.attestable ??= !isMust(finding);
    }
    this.checked = true;
    this.draw();
  }

  /** Let a finding keep what it was offered before others were replaced: a D+3 must not become the new D0. */
  #keepOffer(finding, before) {
    const offered = before.find((old) => old.start < finding.end && finding.start < old.end && old.category === finding.category);
    if (!offered) return;
    const { start, end, replacement, button } = offered;
    Object.assign(finding, { start, end, replacement, button });
  }

  /** Replace the words of a finding; the browser's own undo takes it back. */
  replace(finding) {
    const [start, end] = finding.replacement ? [finding.start, finding.end] : removalRange(this.text, finding.start, finding.end);
    const original = this.text.slice(start, end);
    this.#write(start, end, finding.replacement);
    const after = start + finding.replacement.length;
    this.origins.note(start, after, original);
    this.done.push({ start, end: after, original, words: finding.words, replacement: finding.replacement });
    this.done.sort((a, b) => a.start - b.start);
    this.draw();
    return this.done.find((entry) => entry.start === start);
  }

  /** Put back what a replacement took. */
  restore(entry) {
    this.done = this.done.filter((other) => other !== entry);
    this.#write(entry.start, entry.end, entry.original);
    this.draw();
  }

  #write(start, end, words) {
    write(this.textarea, start, end, words);
    this.#onInput();
  }

  get #original() {
    return this.base ?? this.origins.undone(this.text);
  }

  /** Whether the text is another than its author's own words, or than the one it is to take the place of. */
  get isChanged() {
    return !this.over && this.#original !== this.text;
  }

  /** The pieces from the author's own words to the text as it stands. */
  get changes() {
    return changesBetween(this.#original, this.text);
  }

  /** Select the words of a finding and bring them into view. */
  select(finding) {
    this.textarea.focus({ preventScroll: true });
    this.textarea.setSelectionRange(finding.start, finding.end);
    this.show(finding);
  }

  show(finding) {
    this.mirror.markAt(finding.start)?.scrollIntoView({ block: 'center', behavior: 'instant' });
  }

  draw() {
    this.box.classList.toggle('is-huge', this.isHuge);
    if (this.isHuge) this.mirror.clear();
    else this.mirror.show(this.text, this.#marks());
    this.#drawCount();
  }

  #marks() {
    const found = this.findings.map((finding) => ({ start: finding.start, end: finding.end, css: cssOf(finding) }));
    const done = this.done.filter(({ start, end }) => end > start).map(({ start, end }) => ({ start, end, css: 'u-done' }));
    return [...found, ...done].sort((a, b) => a.start - b.start);
  }

  #drawCount() {
    if (!this.counter || this.maxChars === Infinity) return;
    const near = this.kind === 'prose' || this.text.length > this.maxChars * 0.8;
    const { over } = this;
    const length = over ? this.maxChars + over : codePointLength(this.text);
    const words = near ? `${digits(length)} of ${digits(this.maxChars)}` : '';
    if (this.counter.textContent !== words) this.counter.textContent = words;
    this.counter.classList.toggle('over', over > 0);
  }

  /** Kept findings as the form posts them: "start:end:category:reason" in code points. */
  attestations() {
    const point = toCodePoints(this.text);
    return this.findings
      .filter((finding) => finding.kept)
      .map((finding) => `${point(finding.start)}:${point(finding.end)}:${finding.category}:${finding.kept}`);
  }

  /** Forget all, after the text has been stored or the form was cleared. */
  reset() {
    this.text = this.textarea.value;
    this.findings = [];
    this.done = [];
    this.origins = new Origins();
    this.checked = false;
    this.draw();
  }
}

export function bindEditor(textarea) {
  new Editor(textarea);
}
