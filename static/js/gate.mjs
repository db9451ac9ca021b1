// A form with composers: asks POST /gate/check while one writes, keeps the cards, the counts and the hidden attestations
// true to the text, and stops a post that the server would refuse. The server's own check is the one that counts.

import { digits, h, icon, meta, numberWord } from './dom.mjs';
import { drawFindings } from './findings.mjs';
import { post } from './http.mjs';
import { isMust, isReplaceable } from './severity.mjs';
import { Voice, drawSummaries } from './summary.mjs';

const DEBOUNCE_MS = 300;
const RETRY_MS = 4000;
const gates = new WeakMap();

/** Return the gate of a form, made at first asking. */
export function gateOf(form) {
  if (!gates.has(form)) gates.set(form, new FormGate(form));
  return gates.get(form);
}

class FormGate {
  constructor(form) {
    this.form = form;
    this.editors = [];
    this.risk = null;
    this.now = null;
    this.timer = 0;
    this.flight = null;
    this.trouble = '';
    this.root = form.querySelector('[data-gate-findings]') ?? document.getElementById(form.dataset.findings ?? '');
    this.given = JSON.parse(this.root?.dataset.gateFindings || 'null');
    this.confirmed = Boolean(this.given?.risk?.confirmed);
    for (const choice of form.querySelectorAll('[data-topic]')) choice.addEventListener('change', () => this.onEdit());
    this.showsChanges = false;
    this.stopped = '';
    this.voice = new Voice(this);
    form.addEventListener('submit', (event) => this.#onSubmit(event), { capture: true });
    // A part of the form that is opened is checked from then on.
    form.addEventListener('toggle', (event) => event.target.querySelector('.editor') && this.onEdit(), { capture: true });
    form.addEventListener('keydown', (event) => this.#onKey(event));
    form.addEventListener('medpeer:stored', () => this.reset());
    addEventListener('online', () => this.onEdit());
  }

  add(editor) {
    this.editors.push(editor);
    const given = this.given?.fields.find(({ field }) => field === editor.field);
    if (given?.spans.length) {
      editor.take(given.spans);
      this.risk = this.given.risk;
      this.draw();
    } else if (editor.text) {
      // A word that was given already must be there for whoever sends the form before the check has answered.
      if (this.given?.risk?.confirm && !this.risk) {
        this.risk = this.given.risk;
        this.draw();
      }
      this.onEdit();
    }
  }

  /** All open findings in reading order. */
  get open() {
    return this.editors.flatMap((editor) => editor.open);
  }

  get must() {
    return this.open.filter(isMust);
  }

  editorOf(finding) {
    return this.editors.find(({ field }) => field === finding.field);
  }

  /** A text changed: what is under way is stale, and the next check waits for a pause. */
  onEdit() {
    this.flight?.abort();
    this.flight = null;
    clearTimeout(this.timer);
    // A word in the making is not judged; when it is made, its end comes here again.
    if (!this.editors.some(({ composing }) => composing)) this.timer = setTimeout(() => this.check(), DEBOUNCE_MS);
    for (const editor of this.editors) editor.refusedFiles = false;
    this.#syncAttestations();
    if (this.editors.some(({ over }) => over)) this.#drawSummaries();
  }

  async check() {
    const asked = this.editors.filter((editor) => editor.text && !editor.over && editor.isShown);
    for (const editor of this.editors) if (!asked.includes(editor)) editor.take([]);
    if (!asked.length) {
      this.risk = null;
      this.trouble = '';
      this.draw();
      this.voice.speak();
      return;
    }
    const flight = new AbortController();
    this.flight = flight;
    const busy = setTimeout(() => this.#busy(asked, true), DEBOUNCE_MS);
    try {
      const response = await post(`${meta('gate')}/check`, this.#question(asked), { signal: flight.signal });
      if (response.ok) this.#answer(asked, await response.json());
      else this.#failed(response.status);
    } catch (error) {
      if (error.name !== 'AbortError') this.#failed(0);
    } finally {
      clearTimeout(busy);
      this.#busy(asked, false);
    }
  }

  #question(asked) {
    const params = new URLSearchParams({ csrf_token: meta('csrf-token') });
    for (const { field, text, surface } of asked) {
      params.append('field', field);
      params.append(`text.${field}`, text);
      params.append(`surface.${field}`, surface);
    }
    for (const topic of this.form.dataset.topics?.split(' ') ?? []) if (topic) params.append('topic', topic);
    // What a closed field tells of the patient counts for the texts beside it.
    for (const { value, dataset } of this.form.querySelectorAll('[data-topic]')) {
      if (dataset.topicWhen.split(' ').includes(value)) params.append('topic', dataset.topic);
    }
    for (const editor of asked) editor.asked = editor.text;
    return params;
  }

  #answer(asked, { fields, risk }) {
    for (const editor of asked) {
      if (editor.asked === editor.text) editor.take(fields[editor.field]?.spans ?? []);
    }
    // A refused post may bring findings alone; the level is then that of the last check.
    this.risk = risk ?? this.risk;
    this.trouble = '';
    this.draw();
    this.voice.speak();
  }

  /** Show findings that came another way: a refused post, a refused chat message. */
  apply({ fields, risk }) {
    this.flight?.abort();
    clearTimeout(this.timer);
    for (const editor of this.editors) editor.asked = editor.text;
    this.#answer(this.editors, { fields, risk });
  }

  #failed(status) {
    if (status === 401 || status === 403) this.trouble = 'Not checked: you are signed out. The text stays here.';
    else if (status) this.trouble = 'Not checked just now. It is checked before it is stored.';
    else this.trouble = 'Not checked: no connection. It is checked when you are back.';
    this.#drawSummaries();
    this.voice.speak();
    if (status >= 429) this.timer = setTimeout(() => this.check(), RETRY_MS);
  }

  #busy(editors, on) {
    for (const editor of editors) editor.box.classList.toggle('is-checking', on);
  }

  /* acts of the cards */

  use(finding) {
    const index = this.open.indexOf(finding);
    const entry = this.editorOf(finding).replace(finding);
    this.#acted();
    this.#focusNext(index, entry);
  }

  useAll() {
    const certain = this.must.filter(isReplaceable);
    for (const finding of certain.toReversed()) this.editorOf(finding).replace(finding);
    this.#acted();
    this.#focusNext(0, null);
  }

  keep(finding, reason) {
    const index = this.open.indexOf(finding);
    Object.assign(finding, { kept: reason, asking: false });
    this.editorOf(finding).draw();
    this.#acted();
    this.#focusNext(index, null);
  }

  unkeep(finding) {
    finding.kept = '';
    this.editorOf(finding).draw();
    this.#acted();
    this.#focusCard(finding);
  }

  undo(editor, entry) {
    editor.restore(entry);
    this.#acted();
  }

  #acted() {
    this.draw();
    this.voice.speak();
  }

  /** Show or hide what changes from the author's own words to the text as it stands. */
  toggleChanges() {
    this.showsChanges = !this.showsChanges;
    this.draw();
  }

  /** Say that a file cannot go into the text of `editor`. */
  refuseFiles(editor) {
    editor.refusedFiles = true;
    this.#drawSummaries();
    this.voice.speak();
  }

  ask(finding, on) {
    finding.asking = on;
    this.draw();
    this.#focusCard(finding);
  }

  /** Make a finding the current one: its card is lit, the dock shows it. */
  point(finding) {
    if (this.now === finding) return;
    for (const editor of this.editors) for (const other of editor.findings) other.now = other === finding;
    this.now = finding;
    for (const editor of this.editors) editor.draw();
    this.draw();
  }

  step(by) {
    const { open } = this;
    if (!open.length) return null;
    const at = open.indexOf(this.now);
    const from = at < 0 && by < 0 ? 0 : at;
    const next = open[(from + by + open.length) % open.length];
    this.point(next);
    return next;
  }

  #onKey(event) {
    if (event.key !== 'F8') return;
    event.preventDefault();
    const next = this.step(event.shiftKey ? -1 : 1);
    if (next) this.editorOf(next).select(next);
  }

  #focusables(id) {
    // On a phone a finding stands twice, in the list and in the dock: the dock, which is last, is where one works.
    const shown = [...(this.root?.querySelectorAll(`[data-finding="${id}"]`) ?? [])].filter((card) => card.checkVisibility()).at(-1);
    return [...(shown?.querySelectorAll('select, button') ?? [])];
  }

  #focusCard(finding) {
    this.#focusables(finding.id)[0]?.focus();
  }

  #focusNext(index, entry) {
    const next = this.open[Math.min(index, this.open.length - 1)];
    if (next) {
      this.point(next);
      this.#focusCard(next);
      return;
    }
    const undo = entry && this.root?.querySelectorAll('.undo button');
    (undo?.length ? undo[undo.length - 1] : this.form.querySelector('[type="submit"]'))?.focus();
  }

  #onSubmit(event) {
    this.#syncAttestations();
    if (event.submitter?.formMethod === 'dialog') return;
    const asked = this.editors.filter(({ textarea }) => !textarea.dataset.only || textarea.dataset.only === event.submitter?.value);
    const long = asked.find(({ over }) => over);
    const must = asked.flatMap((editor) => editor.open.filter(isMust));
    if (!long && !must.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (long) this.#stopAt(long);
    else this.stop();
  }

  #stopAt({ label, over, textarea }) {
    this.stopped = `Shorten “${label}” first: it is ${digits(over)} characters over.`;
    this.#drawError();
    textarea.focus();
  }

  /** Say what stops the post and go to the first finding. */
  stop() {
    const first = this.must[0] ?? this.open[0];
    if (!first) return;
    this.blocked = true;
    this.#drawError();
    this.point(first);
    this.editorOf(first).show(first);
    this.#focusCard(first);
  }

  /* drawing */

  draw() {
    // A new verdict brings new findings; the one worked on is known again by its id.
    this.now = this.open.find(({ id }) => id === this.now?.id) ?? null;
    this.root ??= this.#inlineRoot();
    drawFindings(this);
    this.#drawSummaries();
    this.#drawError();
    this.#syncAttestations();
  }

  #inlineRoot() {
    const last = this.editors.at(-1);
    const root = h('section', { class: 'findings below', 'aria-label': 'What the check found' });
    (last.summary?.closest('.editfoot') ?? last.box).after(root);
    return root;
  }

  #drawSummaries() {
    drawSummaries(this);
  }

  #drawError() {
    const n = this.must.length;
    if (!n) this.blocked = false;
    if (!this.editors.some(({ over }) => over)) this.stopped = '';
    const place = this.form.querySelector('[data-gate-error]') ?? (this.blocked || this.stopped ? this.#errorPlace() : null);
    const line = place?.querySelector('.errline');
    if (!place || (!this.blocked && !this.stopped && !line)) return;
    const counted = n ? `${numberWord(n)} ${n === 1 ? 'identifier' : 'identifiers'} must go before this can be sent.` : '';
    const words = this.stopped || counted;
    if (line?.textContent.trim() === words) return;
    line?.remove();
    if (words) place.append(h('p', { class: 'c-must errline' }, icon('octagon-x'), h('span', {}, words)));
  }

  #errorPlace() {
    const made = h('div', { class: 'posterr', 'data-gate-error': true, role: 'alert' });
    const button = this.form.querySelector('[type="submit"]:is(.primary, .danger)') ?? this.form.lastElementChild;
    (button.closest('.actions') ?? button).before(made);
    return made;
  }

  #syncAttestations() {
    for (const input of this.form.querySelectorAll('input[data-attest]')) input.remove();
    for (const editor of this.editors) {
      for (const value of editor.attestations()) {
        this.form.append(h('input', { type: 'hidden', name: `attest.${editor.field}`, value, 'data-attest': true }));
      }
    }
  }

  reset() {
    this.flight?.abort();
    clearTimeout(this.timer);
    this.risk = null;
    this.confirmed = false;
    this.showsChanges = false;
    for (const editor of this.editors) editor.reset();
    this.draw();
  }
}
