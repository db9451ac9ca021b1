// Draws what the check found into the form's #findings: meter, cards, what was kept and replaced, and the phone's dock.

import { h, icon } from './dom.mjs';
import { callWords, isMust, isReplaceable, keepWords, useWords } from './severity.mjs';

const LEVELS = { low: ['l1', 'Low'], medium: ['l2', 'Medium'], high: ['l3', 'High'] };
const KEYS = 'F8 goes to the next finding, Shift+F8 to the one before.';
const NOTE = 'Disease names such as Wilson or Still are left alone. The check can miss things; read it once more yourself.';

const CONFIRM = 'These details are as general as the question allows';

function button(words, css, act, name, sign) {
  return h('button', { class: `btn${css}`, type: 'button', onclick: act, 'data-act': name }, sign ? icon(sign) : null, words);
}

function level(risk, tag) {
  const [css, word] = LEVELS[risk.level] ?? LEVELS.high;
  return h(tag, { class: `level ${css}` }, h('b', {}, word), ' ', h('span', { class: 'segs', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')));
}

function meter({ risk }) {
  if (!risk) return null;
  const reasons = (risk.reasons ?? []).join(' ');
  return h('section', { class: 'meter', 'aria-label': 'Identifiability' },
    h('h2', { class: 'lab' }, 'Identifiability'), level(risk, 'p'), reasons ? h('p', { class: 'meta' }, reasons) : null);
}

/** The author's word, where details together could point at one person on a topic that makes it worse. */
function word(gate) {
  if (!gate.risk?.confirm) return null;
  const given = ({ target }) => { gate.confirmed = target.checked; };
  const form = gate.form.contains(gate.root) ? null : gate.form.id;
  const box = h('input', { type: 'checkbox', id: 'field-confirmed', name: 'confirmed', value: 'y', form, checked: gate.confirmed, 'data-act': 'confirm', onchange: given });
  return h('label', { class: 'tick' }, box, h('span', {}, CONFIRM));
}

function notice({ root }) {
  return root.dataset.notice ? h('p', { class: 'meta inlineic' }, icon('lock'), h('span', {}, root.dataset.notice)) : null;
}

function reasonForm(gate, finding, prefix) {
  const id = `${prefix}-${finding.id}`;
  const reasons = document.getElementById('keep-reasons').content.cloneNode(true);
  const select = h('select', { class: 'input', id, 'data-act': 'reason' }, h('option', { value: '' }, 'Choose a reason'), reasons);
  // A check may come back while one is choosing.
  select.value = finding.choice ?? '';
  select.addEventListener('change', () => Object.assign(finding, { choice: select.value }));
  const keep = () => (select.value ? gate.keep(finding, select.value) : select.focus());
  return [
    h('p', { class: 'reason' }, h('label', { for: id }, 'Why it may stay'), select),
    h('p', { class: 'actions' }, button('Keep it', '', keep, 'keep'), button('Back', ' quiet', () => gate.ask(finding, false), 'back')),
  ];
}

function actions(gate, finding, ...more) {
  const list = [];
  if (isReplaceable(finding)) list.push(button(useWords(finding), '', () => gate.use(finding), 'use'));
  if (finding.attestable) list.push(button(keepWords(finding), ' quiet', () => gate.ask(finding, true), 'ask'));
  // What can neither be replaced nor kept is changed by hand: the way there is a button too.
  if (!list.length) list.push(button('Show it in the text', '', () => gate.editorOf(finding).select(finding), 'show'));
  return h('p', { class: 'actions' }, ...list, ...more);
}

function found(gate, finding, category) {
  const sign = icon(isMust(finding) ? 'octagon-x' : 'triangle-alert');
  const line = h('p', { class: 'found' }, sign, h('q', {}, finding.words), ' ', h('span', { class: 'cat' }, category));
  line.addEventListener('click', () => gate.editorOf(finding).select(finding));
  return line;
}

function card(gate, finding) {
  const css = `card ${isMust(finding) ? 'must' : 'tell'}${gate.now === finding ? ' now' : ''}`;
  const rest = finding.asking ? reasonForm(gate, finding, 'why') : [actions(gate, finding)];
  return h('li', { class: css, 'data-finding': finding.id },
    found(gate, finding, finding.label), finding.why ? h('p', { class: 'why' }, finding.why) : null, ...rest);
}

function group(gate, title, findings, extra = null) {
  if (!findings.length) return [];
  return [
    h('h2', { class: 'lab' }, `${title} `, h('span', { class: 'n' }, String(findings.length))),
    extra,
    h('ol', { class: 'cards' }, ...findings.map((finding) => card(gate, finding))),
  ];
}

function replaceAll(gate, must) {
  const certain = must.filter(isReplaceable);
  return certain.length > 1 ? button(`Replace all ${certain.length}`, ' allbtn', () => gate.useAll(), 'all') : null;
}

function undoLine(words, act, name) {
  return h('p', { class: 'undo' }, h('span', {}, words), ' ', button('Undo', ' quiet', act, name, 'undo-2'));
}

function kept(gate) {
  const findings = gate.editors.flatMap((editor) => editor.findings.filter((finding) => finding.kept));
  if (!findings.length) return [];
  const reason = (finding) => [...document.getElementById('keep-reasons').content.children].find(({ value }) => value === finding.kept)?.textContent ?? '';
  return [
    h('h2', { class: 'lab' }, 'Kept ', h('span', { class: 'n' }, String(findings.length))),
    ...findings.map((finding) => undoLine(`“${finding.words}” stays. ${reason(finding)}.`, () => gate.unkeep(finding), `unkeep-${finding.id}`)),
  ];
}

function replaced(gate) {
  const entries = gate.editors.flatMap((editor) => editor.done.map((entry) => [editor, entry]));
  if (!entries.length) return [];
  const words = ({ words, replacement }) => (replacement ? `“${words}” is now “${replacement}”` : `“${words}” is gone`);
  return [
    h('h2', { class: 'lab' }, 'Replaced ', h('span', { class: 'n' }, String(entries.length))),
    ...entries.map(([editor, entry]) => undoLine(words(entry), () => gate.undo(editor, entry), `undo-${editor.field}-${entry.start}`)),
  ];
}

function dockCard(gate, open) {
  const finding = gate.now ?? open[0];
  const place = `${finding.label}, ${open.indexOf(finding) + 1} of ${open.length}`;
  const next = h('button', { class: 'iconlink', type: 'button', 'aria-label': 'Next finding', 'data-act': 'next', onclick: () => {
    gate.point(finding);
    const shown = gate.step(1);
    gate.editorOf(shown).show(shown);
  } }, icon('chevron-right'));
  const rest = finding.asking ? reasonForm(gate, finding, 'dockwhy') : [actions(gate, finding, next)];
  return h('div', { class: `dockcard ${isMust(finding) ? 'must' : 'tell'}`, 'data-finding': finding.id }, found(gate, finding, place), ...rest);
}

function dock(gate, open, must) {
  if (!gate.risk || !open.length) return null;
  const tell = open.length - must.length;
  const counts = h('span', { class: 'meta' },
    must.length ? h('b', { class: 'c-must' }, `${must.length} must go`) : null,
    must.length && tell ? ', ' : null,
    tell ? callWords(tell) : null);
  return h('div', { class: 'dock only-phone', role: 'region', 'aria-label': 'Check result' },
    h('p', { class: 'docktop' }, level(gate.risk, 'span'), counts), dockCard(gate, open));
}

function piece({ kind, text }) {
  if (kind === 'same') return text;
  const [tag, words] = kind === 'removed' ? ['del', 'taken out: '] : ['ins', 'put in: '];
  return h(tag, {}, h('span', { class: 'sr' }, words), text);
}

function changedText(editor) {
  return [h('h3', { class: 'lab' }, editor.label), h('p', { class: 'changed' }, ...editor.changes.map(piece))];
}

function changes(gate) {
  const changed = gate.editors.filter((editor) => editor.isChanged);
  if (!changed.length) return [];
  const on = gate.showsChanges;
  const id = `${gate.root.id || 'findings'}-changes`;
  return [
    h('button', { class: 'btn changesbtn', type: 'button', 'aria-expanded': String(on), 'aria-controls': id, 'data-act': 'changes', onclick: () => gate.toggleChanges() }, 'What changes'),
    h('section', { class: 'changes', id, 'aria-label': 'What changes', hidden: !on }, ...(on ? changed.flatMap(changedText) : [])),
  ];
}

function parts(gate) {
  const { open, must, root } = gate;
  const below = root.classList.contains('below');
  const tell = open.filter((finding) => !isMust(finding));
  const shown = [
    notice(gate),
    meter(gate),
    word(gate),
    ...group(gate, 'Must go', must, replaceAll(gate, must)),
    ...group(gate, 'Your call', tell),
    ...kept(gate),
    ...replaced(gate),
    ...changes(gate),
  ].filter(Boolean);
  const worked = gate.editors.some(({ findings, done, isChanged }) => findings.length || done.length || isChanged);
  if (below && !open.length && !worked && !gate.risk?.confirm) return [notice(gate)].filter(Boolean);
  const keys = open.length > 1 ? h('p', { class: 'meta only-desk' }, KEYS) : null;
  return [...shown, keys, h('p', { class: 'meta note' }, NOTE), below ? null : dock(gate, open, must)].filter(Boolean);
}

function focusKey(root) {
  const at = document.activeElement;
  if (!root.contains(at)) return null;
  return { id: at.closest('[data-finding]')?.dataset.finding, act: at.dataset.act, docked: Boolean(at.closest('.dock')) };
}

function refocus(root, key) {
  const all = [...root.querySelectorAll(`[data-act="${key.act}"]`)];
  const same = all.filter((at) => at.closest('[data-finding]')?.dataset.finding === key.id && Boolean(at.closest('.dock')) === key.docked);
  (same[0] ?? all.find((at) => Boolean(at.closest('.dock')) === key.docked))?.focus({ preventScroll: true });
}

function reveal(root) {
  const card = root.querySelector('.card.now');
  if (!card || root.scrollHeight <= root.clientHeight) return;
  const [box, view] = [card.getBoundingClientRect(), root.getBoundingClientRect()];
  if (box.top < view.top) root.scrollTop += box.top - view.top;
  else if (box.bottom > view.bottom) root.scrollTop += box.bottom - view.bottom;
}

/** Draw the gate's state; whoever stands on a card stays on it. */
export function drawFindings(gate) {
  const { root } = gate;
  const key = focusKey(root);
  const { scrollTop } = root;
  root.replaceChildren(...parts(gate));
  root.scrollTop = scrollTop;
  reveal(root);
  if (key) refocus(root, key);
}
