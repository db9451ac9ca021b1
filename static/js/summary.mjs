// What a form says of its check: the counts under each field, for the eye, and one polite voice for the whole form, which
// speaks at rest and only when its words have changed.

import { digits, h } from './dom.mjs';
import { callWords, isMust } from './severity.mjs';

const FILES = 'A file cannot go into a text. A paper’s PDF is read in the journal club, under “Add a paper”.';

/** Return the parts of a count: how much must go, is the author's call, was kept, was replaced. */
function counts(open, all, done) {
  const must = open.filter(isMust).length;
  const tell = open.length - must;
  const parts = [];
  if (must) parts.push(h('b', { class: 'c-must' }, `${must} must go`));
  if (tell) parts.push(h('b', { class: 'c-tell' }, callWords(tell)));
  if (all.length > open.length) parts.push(`${all.length - open.length} kept`);
  if (done.length) parts.push(`${done.length} replaced`);
  return parts.flatMap((part, index) => (index ? [', ', part] : [part]));
}

function overWords({ over, maxChars, label }, named) {
  const subject = named && label ? `${label} is ` : '';
  return `${subject}${digits(over)} characters over the limit of ${digits(maxChars)}. Shorten it, or split it; then it is checked.`;
}

function wordsOf(gate, editor) {
  if (editor.refusedFiles) return [FILES];
  if (editor.over) return [h('b', { class: 'c-must' }, overWords(editor, false))];
  if (gate.trouble) return [gate.trouble];
  const said = counts(editor.open, editor.findings, editor.done);
  if (!said.length && editor.checked && editor.text && editor.kind === 'prose') said.push('Checked, nothing found');
  return said;
}

/** Draw the line under each field. */
export function drawSummaries(gate) {
  for (const editor of gate.editors) {
    const holder = h('span', {}, ...wordsOf(gate, editor));
    if (editor.summary && editor.summary.textContent !== holder.textContent) editor.summary.replaceChildren(...holder.childNodes);
  }
}

function spokenWords(gate) {
  const { editors } = gate;
  const apart = [
    ...editors.filter(({ refusedFiles }) => refusedFiles).map(() => FILES),
    ...editors.filter(({ over }) => over).map((editor) => overWords(editor, true)),
  ];
  if (apart.length) return apart.join(' ');
  if (gate.trouble) return gate.trouble;
  const all = (name) => editors.flatMap((editor) => editor[name]);
  const said = counts(gate.open, all('findings'), all('done')).map((part) => part.textContent ?? part).join('');
  if (said) return `${said}.`;
  return editors.some(({ checked, text }) => checked && text) ? 'Checked, nothing found.' : '';
}

/** The voice of one form. */
export class Voice {
  constructor(gate) {
    this.gate = gate;
    this.timer = 0;
    this.place = h('p', { class: 'sr', role: 'status', 'data-gate-voice': true });
    gate.form.append(this.place);
  }

  /** Say where things stand, once what is being done is done. */
  speak() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const words = spokenWords(this.gate);
      if (this.place.textContent !== words) this.place.textContent = words;
    }, 0);
  }
}
