// The boxes as a list beside the picture: what was found, why it matters, and what becomes of it. Everything that can be done
// to a box on the picture can be done here, so nothing depends on seeing or dragging.

import { h, icon } from './dom.mjs';
import { fitted } from './image-geometry.mjs';

const SIDES = [['left', 'From the left'], ['top', 'From the top'], ['width', 'Width'], ['height', 'Height']];
const LACKS = {
  uncovered: 'Not covered. It cannot be stored like this.',
  partly: 'Part of it still shows. Move or widen the box.',
  undecided: 'Not decided yet.',
};

function button(words, act, run, css = '', sign = '') {
  return h('button', { class: `btn${css}`, type: 'button', 'data-act': act, onclick: run }, sign ? icon(sign) : null, words);
}

function title(one, number) {
  const sign = icon(one.verdict === 'must_go' ? 'octagon-x' : one.kind === 'face' ? 'scan-face' : one.kind === 'own' ? 'square-plus' : 'scan-text');
  const what = one.words ? h('q', {}, one.words) : h('b', {}, { face: 'A face', own: 'Your box', text: 'Writing' }[one.kind]);
  const label = one.label && one.kind !== 'own' ? h('span', { class: 'cat' }, one.label) : null;
  return h('p', { class: 'found' }, h('span', { class: 'inum' }, String(number)), sign, what, ' ', label);
}

export class Panel {
  constructor(root, edit, stage, reasons) {
    this.root = root;
    this.edit = edit;
    this.stage = stage;
    this.reasons = reasons;
    this.asking = '';
    edit.addEventListener('change', () => this.draw());
    stage.root.addEventListener('image:select', () => this.#mark());
    stage.root.addEventListener('image:open', ({ detail }) => this.open(detail));
    this.draw();
  }

  /** Stand on the card of a box. */
  open(id) {
    this.root.querySelector(`[data-card="${id}"] :is(button, select, input, summary)`)?.focus();
  }

  #mark() {
    for (const card of this.root.querySelectorAll('[data-card]')) card.classList.toggle('now', card.dataset.card === this.stage.current);
  }

  draw() {
    const at = document.activeElement;
    const key = this.root.contains(at) && { card: at.closest('[data-card]')?.dataset.card, act: at.dataset.act, was: at };
    const openPlaces = new Set([...this.root.querySelectorAll('details[open]')].map((one) => one.closest('[data-card]').dataset.card));
    this.root.replaceChildren(...this.#groups());
    for (const id of openPlaces) this.root.querySelector(`[data-card="${id}"] details`)?.setAttribute('open', '');
    this.#mark();
    if (key) this.#refocus(key);
  }

  #refocus({ card, act, was }) {
    const here = card && this.root.querySelector(`[data-card="${card}"]`);
    const next = here?.querySelector(`[data-act="${act}"]`) ?? here?.querySelector('button, select') ?? this.root.querySelector('button, select');
    next?.focus({ preventScroll: true });
    if (!was.matches('input') || next?.dataset.act !== act) return;
    // What was half typed stays; an untouched number is marked, as it is where the tabulator key leads to it.
    if (was.value === was.defaultValue) next.select();
    else next.value = was.value;
  }

  #groups() {
    const numbered = this.edit.boxes.map((one, index) => ({ one, number: index + 1 }));
    const group = (name, test, extra = null) => {
      const rows = numbered.filter(({ one }) => test(one));
      if (!rows.length) return [];
      const head = h('h3', { class: 'lab' }, `${name} `, h('span', { class: 'n' }, String(rows.length)));
      return [head, extra, h('ol', { class: 'cards' }, ...rows.map(({ one, number }) => this.#card(one, number)))].filter(Boolean);
    };
    const undecided = this.edit.open.filter((one) => this.edit.lackOf(one) === 'undecided');
    const all = undecided.length > 1 ? button(`Cover all ${undecided.length}`, 'all', () => this.edit.coverOpen(), ' allbtn') : null;
    const doubtful = (one) => one.region && one.verdict !== 'must_go' && one.verdict !== 'none';
    const found = [
      ...group('Must go', (one) => one.verdict === 'must_go'),
      ...group('Your call', doubtful, all),
      ...group('Your boxes', (one) => !one.region),
      ...group('Read and left alone', (one) => one.region && one.verdict === 'none'),
    ];
    if (!found.length) found.push(h('p', { class: 'meta' }, 'Nothing was found that looks like writing or a face. Look yourself, corners and edges too: what identifies is covered with “Add a box”.'));
    return this.edit.crop ? [...found, this.#cropCard()] : found;
  }

  #card(one, number) {
    const lack = this.edit.lackOf(one);
    const css = one.verdict === 'must_go' ? ' must' : doubt(one) ? ' tell' : '';
    return h('li', { class: `card${css}${lack ? '' : ' settled'}`, 'data-card': one.id },
      title(one, number),
      one.why && lack ? h('p', { class: 'why' }, one.why) : null,
      ...(this.asking === one.id ? this.#reasonForm(one) : [h('div', { class: 'ifoot' }, this.#state(one, lack), this.#actions(one, lack))]),
      one.covered ? this.#place(one.id, one.box) : null);
  }

  #state(one, lack) {
    if (lack) return lack === 'undecided' ? null : h('p', { class: 'istate c-must' }, icon('triangle-alert'), LACKS[lack]);
    if (one.reason) return h('p', { class: 'istate' }, icon('eye'), `Stays: ${this.reasons.find(({ value }) => value === one.reason)?.label ?? ''}.`);
    if (one.covered && one.region) return h('p', { class: 'istate' }, icon('check'), 'Covered');
    return null;
  }

  #actions(one, lack) {
    const { edit } = this;
    const may = one.verdict === 'tell_author';
    const acts = [];
    if (lack && lack !== 'partly') acts.push(button('Cover it', 'cover', () => edit.cover(one.id)));
    if (lack === 'partly') acts.push(button('Cover all of it', 'cover', () => edit.cover(one.id)));
    if (may && !one.reason) acts.push(button('It identifies nobody…', 'ask', () => this.#ask(one.id), ' quiet'));
    if (one.reason) acts.push(button('Undo', 'cover', () => edit.remove(one.id), ' quiet', 'undo-2'));
    if (!one.region) acts.push(button('Remove', 'remove', () => edit.remove(one.id), ' quiet', 'trash-2'));
    if (one.verdict === 'none' && one.region) acts.push(one.covered ? button('Uncover', 'remove', () => edit.remove(one.id), ' quiet', 'undo-2') : button('Cover it', 'cover', () => edit.cover(one.id), ' quiet'));
    acts.push(button('Show', 'show', () => this.stage.focus(one.id), ' quiet'));
    return h('p', { class: 'actions' }, ...acts);
  }

  #ask(id) {
    this.asking = id;
    this.draw();
    this.root.querySelector(`[data-card="${id}"] select`)?.focus();
  }

  #reasonForm(one) {
    const id = `image-why-${one.id}`;
    const options = this.reasons.filter(({ kind }) => kind === one.kind).map(({ value, label }) => h('option', { value }, label));
    const select = h('select', { class: 'input', id, 'data-act': 'reason' }, h('option', { value: '' }, 'Choose a reason'), ...options);
    const close = () => {
      this.asking = '';
    };
    const keep = () => {
      if (!select.value) return select.focus();
      close();
      return this.edit.letBe(one.id, select.value);
    };
    const back = () => {
      close();
      this.draw();
    };
    return [
      h('p', { class: 'reason' }, h('label', { for: id }, 'It identifies nobody: what it is'), select),
      h('p', { class: 'actions' }, button('It stays', 'keep', keep), button('Back', 'back', back, ' quiet')),
    ];
  }

  #cropCard() {
    return h('section', { class: 'card', 'data-card': 'crop', 'aria-label': 'Crop' },
      h('p', { class: 'found' }, icon('crop'), h('b', {}, 'The part to keep')),
      h('p', { class: 'actions' }, button('Keep the whole picture', 'remove', () => this.edit.remove('crop'), ' quiet', 'undo-2'), button('Show', 'show', () => this.stage.focus('crop'), ' quiet')),
      this.#place('crop', this.edit.crop));
  }

  #settle(id, side, wanted) {
    const box = this.edit.boxOf(id);
    if (box && box[side] !== wanted) this.edit.place(id, fitted({ ...box, [side]: wanted }, this.edit.size));
  }

  #place(id, box) {
    const field = ([side, words]) => {
      const input = h('input', { class: 'input', type: 'number', min: '0', inputmode: 'numeric', value: String(box[side]), 'data-act': side });
      // The list is drawn anew by this; only when the focus has gone where it was going. Leaving counts as well as changing:
      // a browser sees no change in a number that was carried over from the list before.
      for (const moment of ['change', 'blur']) input.addEventListener(moment, () => setTimeout(() => this.#settle(id, side, Number(input.value) || 0)));
      return h('label', {}, h('span', {}, words), input);
    };
    return h('details', { class: 'iplace' }, h('summary', { 'data-act': 'place' }, 'Place and size'), h('div', { class: 'iplacegrid' }, ...SIDES.map(field)));
  }
}

function doubt(one) {
  return Boolean(one.region) && one.verdict === 'tell_author';
}
