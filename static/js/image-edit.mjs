// What an author has decided about one picture: which places are covered, which stay and why, the crop. Every change can be
// taken back. The server checks the finished picture again; what is counted here only spares a refusal.

import { fitted, overlap, shareCovered } from './image-geometry.mjs';

const MERGE_MS = 900;
const ENOUGH = 0.98;

function placeOf(region, number) {
  const { left, top, width, height } = region;
  const box = { left, top, width, height };
  const must = region.verdict === 'must_go';
  return {
    id: `r${number}`,
    // The server knows the place by it.
    number,
    kind: region.kind,
    verdict: region.verdict,
    words: region.text ?? '',
    label: region.label ?? '',
    why: region.why ?? '',
    region: box,
    box,
    // A face is covered unless its author says what it is; of other doubtful places nothing is decided yet.
    covered: must || region.kind === 'face',
    reason: '',
  };
}

function rank({ kind, verdict, region }) {
  if (!region) return 4;
  if (verdict === 'must_go') return 0;
  if (verdict === 'none') return 3;
  return kind === 'face' ? 2 : 1;
}

function inOrder(boxes) {
  return boxes.toSorted((a, b) => rank(a) - rank(b) || (a.region && b.region ? a.region.top - b.region.top || a.region.left - b.region.left : 0));
}

export class PictureEdit extends EventTarget {
  #past = [];

  #future = [];

  #last = { key: '', at: 0 };

  #lastOwn = 0;

  constructor({ width, height, regions, crop = null, isOther = false }) {
    super();
    this.size = { width, height };
    this.known = regions.map((region) => JSON.stringify(region));
    this.state = { boxes: isOther ? [] : inOrder(regions.map(placeOf)), crop: crop && fitted(crop, { width, height }) };
  }

  get boxes() {
    return this.state.boxes;
  }

  get crop() {
    return this.state.crop;
  }

  get covers() {
    return this.boxes.filter(({ covered }) => covered).map(({ box }) => box);
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  find(id) {
    return this.boxes.find((one) => one.id === id);
  }

  /** Return the box that `id` names; the crop is called 'crop'. */
  boxOf(id) {
    return id === 'crop' ? this.crop : this.find(id)?.box;
  }

  /** Return what one place still lacks: '', 'undecided', 'uncovered' or 'partly'. */
  lackOf(place) {
    if (!place.region || place.verdict === 'none' || (place.reason && place.verdict !== 'must_go')) return '';
    const shown = this.crop ? overlap(place.region, this.crop) : place.region;
    if (!shown) return '';
    const share = shareCovered(shown, this.covers);
    if (share >= ENOUGH) return '';
    if (place.verdict === 'must_go') return share > 0 ? 'partly' : 'uncovered';
    // Where the author may decide at all, a box they moved is their decision.
    return place.covered && share > 0 ? '' : 'undecided';
  }

  get open() {
    return this.boxes.filter((place) => this.lackOf(place));
  }

  /** Take a new state. Changes under one `key` are one step back: those of a drag, and of keys pressed in quick succession. */
  #take(state, key = '') {
    const now = performance.now();
    const merges = key && this.#last.key === key && (key.startsWith('drag') || now - this.#last.at < MERGE_MS);
    if (!merges) this.#past.push(this.state);
    this.#last = { key, at: now };
    this.#future = [];
    this.#show(state);
  }

  #show(state) {
    this.state = state;
    this.dispatchEvent(new Event('change'));
  }

  #with(id, change, key) {
    const boxes = this.boxes.map((one) => (one.id === id ? { ...one, ...change } : one));
    this.#take({ ...this.state, boxes }, key);
  }

  /** Put a new cover of the author's own; returns its id. */
  add(box, key) {
    this.#lastOwn += 1;
    const id = `o${this.#lastOwn}`;
    const own = { id, number: -1, kind: 'own', verdict: 'none', words: '', label: '', why: '', region: null, box: fitted(box, this.size), covered: true, reason: '' };
    this.#take({ ...this.state, boxes: [...this.boxes, own] }, key);
    return id;
  }

  /** Take in what the server still sees; places it told of before keep what was decided. Returns how many are new. */
  addRegions(regions) {
    const fresh = regions.filter((region) => !this.known.includes(JSON.stringify(region)));
    const places = fresh.map((region, index) => placeOf(region, this.known.length + index));
    this.known.push(...fresh.map((region) => JSON.stringify(region)));
    if (places.length) this.#take({ ...this.state, boxes: inOrder([...this.boxes, ...places]) });
    return places.length;
  }

  /** Cover whatever nothing was decided about. */
  coverOpen() {
    const open = new Set(this.open.map(({ id }) => id));
    const boxes = this.boxes.map((one) => (open.has(one.id) ? { ...one, box: one.region, covered: true, reason: '' } : one));
    this.#take({ ...this.state, boxes });
  }

  /** Move or resize; `key` joins the steps of one drag or of held keys. A place that is moved is meant to be covered. */
  place(id, box, key) {
    if (id === 'crop') this.#take({ ...this.state, crop: fitted(box, this.size) }, key);
    else this.#with(id, { box: fitted(box, this.size), covered: true, reason: '' }, key);
  }

  /** Take a cover away: an own box is gone, a proposed one is undecided again. */
  remove(id) {
    if (id === 'crop') this.#take({ ...this.state, crop: null });
    else if (this.find(id).region) this.#with(id, { covered: false, reason: '', box: this.find(id).region });
    else this.#take({ ...this.state, boxes: this.boxes.filter((one) => one.id !== id) });
  }

  cover(id) {
    this.#with(id, { covered: true, reason: '', box: this.find(id).region ?? this.find(id).box });
  }

  letBe(id, reason) {
    this.#with(id, { covered: false, reason });
  }

  setCrop(box) {
    this.#take({ ...this.state, crop: box && fitted(box, this.size) });
  }

  undo() {
    if (!this.canUndo) return;
    this.#future.push(this.state);
    this.#last.key = '';
    this.#show(this.#past.pop());
  }

  redo() {
    if (!this.canRedo) return;
    this.#past.push(this.state);
    this.#last.key = '';
    this.#show(this.#future.pop());
  }

  /** Return what the server is told: covers, crop and the author's word on what stays. */
  decisions() {
    const answers = this.boxes.filter(({ reason }) => reason).map(({ number, reason }) => ({ number, reason }));
    return { boxes: this.covers, crop: this.crop, answers };
  }
}
