// One composer field: a textarea with its mirror. What was found in it is kept here and moves with every edit; asking the
// server and showing cards is the form's matter (gate.mjs).

import { digits } from './dom.mjs';
import { gateOf } from './gate.mjs';
import { Mirror } from './mirror.mjs';
import { isMust } from './severity.mjs';
import { codePointLength, editBetween, fromCodePoints, rebased, toCodePoints } from './spans.mjs';

let lastId = 0;

function cssOf(finding) {
  const now = finding.now ? ' u-now' : '';
  if (finding.kept) return `u-done${now}`;
  return (isMust(finding) ? 'u-must' : 'u-tell') + now;
}

/** Widen a removal so that it leaves neither two spaces nor a space before a full stop. */
function removalRange(text, start, end) {
  const spaceBefore = text[start - 1] === ' ';
  if (spaceBefore && (end === text.length || /[\s.,;:)]/.test(text[end]))) return [start - 1, end];
  if ((start === 0 || text[start - 1] === '\n') && text[end] === ' ') return [start, end + 1];
  return [start, end];
}

class Editor {
  constructor(textarea) {
    this.textarea = textarea;
    this.field = textarea.name;
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
    this.checked = false;
    this.box.classList.add('is-live');
    this.gate = gateOf(textarea.form);
    textarea.addEventListener('input', () => this.#onInput());
    textarea.addEventListener('keydown', (event) => this.#onKey(event));
    document.addEventListener('selectionchange', () => this.#onCaret());
    this.draw();
    this.gate.add(this);
  }

  get tooLong() {
    return this.text.length > this.maxChars && codePointLength(this.text) > this.maxChars;
  }

  /** Open findings: neither kept nor gone. */
  get open() {
    return this.findings.filter((finding) => !finding.kept);
  }

  #onInput() {
    const text = this.textarea.value;
    if (text === this.text) return;
    const edit = editBetween(this.text, text);
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

  /** Replace the words of a finding; the browser's own undo keeps working where it can. */
  replace(finding) {
    const [start, end] = finding.replacement ? [finding.start, finding.end] : removalRange(this.text, finding.start, finding.end);
    const original = this.text.slice(start, end);
    this.#write(start, end, finding.replacement);
    this.done.push({ start, end: start + finding.replacement.length, original, words: finding.words, replacement: finding.replacement });
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
    const { textarea } = this;
    // On a touch screen, focusing the field would open the keyboard over the card just touched.
    if (!matchMedia('(pointer: coarse)').matches) {
      textarea.focus({ preventScroll: true });
      textarea.setSelectionRange(start, end);
      const wrote = words ? document.execCommand('insertText', false, words) : document.execCommand('delete');
      if (wrote && textarea.value !== this.text) this.#onInput();
      if (wrote) return;
    }
    textarea.setRangeText(words, start, end, 'end');
    textarea.dispatchEvent(new Event('input', { bubbles: true }));
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
    const marks = [
      ...this.findings.map((finding) => ({ start: finding.start, end: finding.end, css: cssOf(finding) })),
      ...this.done.map(({ start, end }) => ({ start, end, css: 'u-done' })).filter(({ start, end }) => end > start),
    ];
    this.mirror.show(this.text, marks.sort((a, b) => a.start - b.start));
    this.#drawCount();
  }

  #drawCount() {
    if (!this.counter || this.maxChars === Infinity) return;
    const near = this.kind === 'prose' || this.text.length > this.maxChars * 0.8;
    const words = near ? `${digits(codePointLength(this.text))} of ${digits(this.maxChars)}` : '';
    if (this.counter.textContent !== words) this.counter.textContent = words;
    this.counter.classList.toggle('over', this.tooLong);
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
    this.checked = false;
    this.draw();
  }
}

export function bindEditor(textarea) {
  new Editor(textarea);
}
