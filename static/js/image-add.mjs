// The pictures of a composer: chosen, dropped or pasted, sent one after the other, prepared, ordered, and named to the form by
// their ids. What is not finished lives in this page's memory alone; what is stored is remembered with the draft.

import { h, icon } from './dom.mjs';
import { prepare } from './image-prepare.mjs';
import { drawItem } from './image-list.mjs';
import { post } from './http.mjs';
import { forgetImages, keepImages, keptImages } from './image-draft.mjs';
import { failureOf, refusalOf, upload } from './image-upload.mjs';

// A form that htmx puts anew finds its pictures again under the name of its draft.
const lists = new Map();

function isFile(event) {
  return [...(event.dataTransfer?.types ?? [])].includes('Files');
}

class Pictures {
  constructor(root) {
    this.items = [];
    // Files are sent one after the other, and shown one after the other, but sending does not wait for showing.
    this.sending = Promise.resolve();
    this.showing = Promise.resolve();
    this.isRestored = false;
    this.attach(root);
  }

  attach(root) {
    this.root = root;
    this.form = root.closest('form');
    this.list = root.querySelector('ol');
    this.status = root.querySelector('[data-part="said"]');
    this.error = root.querySelector('[data-part="error"]');
    this.most = Number(root.dataset.most);
    this.maxBytes = Number(root.dataset.max);
    this.name = this.form.dataset.draft ?? '';
    this.#takeGiven();
    this.#listen();
    this.draw();
  }

  /** Rows that the server put there, after a refusal: pictures that are stored already. */
  #takeGiven() {
    for (const row of this.list.querySelectorAll('[data-id]')) {
      const id = Number(row.dataset.id);
      if (this.items.some((item) => item.id === id)) continue;
      const image = row.querySelector('img');
      this.items.push({ state: 'stored', id, alt: image.alt, thumb: { src: image.src, width: image.width, height: image.height } });
    }
  }

  #listen() {
    for (const input of this.root.querySelectorAll('input[type="file"]')) {
      input.addEventListener('change', () => {
        this.add([...input.files]);
        input.value = '';
      });
    }
    this.root.querySelector('[data-part="add"]').hidden = false;
    this.form.addEventListener('paste', (event) => this.#onPaste(event));
    this.form.addEventListener('submit', (event) => this.#onSubmit(event), { capture: true });
    this.form.addEventListener('medpeer:stored', () => this.#stored());
  }

  #onPaste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.add(files);
  }

  #stored() {
    this.items = [];
    forgetImages(this.name);
    this.draw();
  }

  get unfinished() {
    return this.items.filter(({ state, taken }) => state !== 'stored' && !taken);
  }

  /** Take files: each is sent in its turn, then shown to be prepared. */
  add(files) {
    const room = this.most - this.items.length;
    this.say(files.length > room ? `A post holds ${this.most} pictures. ${room > 0 ? `The first ${room} were taken.` : 'Take one out first.'}` : '', true);
    for (const file of files.slice(0, Math.max(room, 0))) {
      const item = { file, state: 'waiting', progress: 0, error: '' };
      item.renew = () => this.#renew(item);
      this.items.push(item);
      this.#enqueue(item);
    }
    this.draw();
  }

  #enqueue(item) {
    this.sending = this.sending.then(() => this.#send(item));
    const sent = this.sending;
    this.showing = this.showing.then(async () => (await sent) && this.items.includes(item) && this.open(item));
  }

  say(words, isError = false) {
    (isError ? this.error : this.status).textContent = words;
  }

  #set(item, change) {
    Object.assign(item, change);
    this.draw();
  }

  async #ask(item) {
    item.cancelling = new AbortController();
    const onProgress = (share) => {
      item.progress = share;
      item.onProgress?.(share);
    };
    return upload(this.root.dataset.upload, item.file, { signal: item.cancelling.signal, onProgress });
  }

  /** Send one file; returns whether it is ready to be prepared. */
  async #send(item) {
    if (!this.items.includes(item)) return false;
    const refusal = refusalOf(item.file, this.maxBytes);
    if (refusal) {
      this.#set(item, { state: 'failed', error: refusal, final: true });
      return false;
    }
    this.#set(item, { state: 'sending', progress: 0, error: '' });
    try {
      const answer = await this.#ask(item);
      if (answer.status === 201) this.#set(item, { state: 'ready', pending: answer.body });
      else this.#set(item, { state: 'failed', error: failureOf(answer), final: answer.status === 422 || answer.status === 413 });
    } catch (error) {
      if (error.name !== 'AbortError') throw error;
      this.#drop(item);
    }
    return item.state === 'ready';
  }

  /** Send a file anew that the server has let go of. */
  async #renew(item) {
    const answer = await this.#ask(item);
    if (answer.status !== 201) throw Object.assign(new Error('not taken'), { said: failureOf(answer) });
    item.pending = answer.body;
  }

  async open(item) {
    const at = this.items.indexOf(item) + 1;
    item.place = this.items.length > 1 ? `${at} of ${this.items.length}` : '';
    const result = await prepare(item);
    if (result === 'drop') this.remove(item);
    else if (result?.isFrame) this.#takeFrame(item, result);
    else if (result) this.#finish(item, result);
    else this.draw();
    this.#focusOn(this.items.includes(item) ? item : null);
  }

  #finish(item, { id, alt, caption, thumb }) {
    const index = this.items.indexOf(item);
    this.items[index] = Object.assign(item, { state: 'stored', id, alt, caption, thumb, file: null, edit: null, pending: null });
    this.draw();
    this.say(`Picture ${index + 1} is added.`);
  }

  /** One frame of a study is stored; more may be taken from it. */
  #takeFrame(item, result) {
    item.taken = (item.taken ?? 0) + 1;
    item.words = null;
    this.items.splice(this.items.indexOf(item), 0, { ...result, state: 'stored' });
    if (this.items.length > this.most) this.#drop(item);
    this.draw();
    this.say('The frame is added. You can take another from this study.');
  }

  #focusOn(item) {
    const rows = [...this.list.children];
    const row = item && rows[this.items.indexOf(item)];
    (row?.querySelector('button') ?? this.root.querySelector('input[type="file"]'))?.focus();
  }

  retry(item) {
    this.#enqueue(item);
  }

  cancel(item) {
    if (item.state === 'sending') item.cancelling.abort();
    else this.remove(item);
  }

  remove(item) {
    const held = item.id ? `${this.#pageOf(item.id)}/remove` : item.pending && `${item.pending.url}/let-go`;
    // Where this does not arrive, the server lets go of it by itself later.
    if (held) post(held, new URLSearchParams()).catch(() => {});
    this.#drop(item);
    this.say('The picture is taken out.');
    this.#focusOn(null);
  }

  #drop(item) {
    this.items = this.items.filter((other) => other !== item);
    this.draw();
  }

  move(item, by) {
    const from = this.items.indexOf(item);
    const to = from + by;
    if (to < 0 || to >= this.items.length) return;
    this.items.splice(to, 0, ...this.items.splice(from, 1));
    this.draw();
    this.list.children[to].querySelector(`[data-act="${by < 0 ? 'up' : 'down'}"]:not([aria-disabled="true"])`)?.focus();
    this.say(`Picture ${to + 1} of ${this.items.length} now.`);
  }

  draw() {
    this.list.replaceChildren(...this.items.map((item, index) => drawItem(this, item, index)));
    this.root.classList.toggle('has', this.items.length > 0);
    if (this.isRestored) keepImages(this.name, this.items.filter(({ id }) => id).map(({ id }) => id));
    if (!this.unfinished.length) this.say('', true);
  }

  #onSubmit(event) {
    const [first] = this.unfinished;
    if (!first || event.submitter?.formMethod === 'dialog') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const n = this.unfinished.length;
    this.error.replaceChildren(h('span', { class: 'c-must errline' }, icon('octagon-x'), h('span', {}, n === 1 ? 'One picture is not finished. Finish it or take it out.' : `${n} pictures are not finished. Finish them or take them out.`)));
    this.#focusOn(first);
  }

  /** Put back what the draft remembers and the server still holds. */
  async restore() {
    const known = new Set(this.items.map(({ id }) => id));
    for (const id of keptImages(this.name).filter((one) => !known.has(one))) {
      const found = await fetchImage(this.#pageOf(id));
      if (found) this.items.push({ state: 'stored', id, ...found });
    }
    this.isRestored = true;
    this.draw();
  }

  #pageOf(id) {
    return this.root.dataset.page.replace(/0$/, id);
  }
}

async function fetchImage(url) {
  const response = await fetch(url, { headers: { Accept: 'text/html' }, credentials: 'same-origin' }).catch(() => null);
  if (!response?.ok) return null;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const picture = page.querySelector('[data-unposted]');
  if (!picture) return null;
  const { alt, caption, thumb, width, height } = picture.dataset;
  return { alt, caption, thumb: { src: thumb, width, height } };
}

/** Bind the pictures of one composer. */
export function bindPictures(root) {
  const name = root.closest('form').dataset.draft ?? '';
  if (lists.has(name)) {
    lists.get(name).attach(root);
    return;
  }
  const pictures = new Pictures(root);
  lists.set(name, pictures);
  pictures.restore();
}

function targetOf(event) {
  const form = event.target.closest?.('form') ?? document.querySelector('form:has([data-module~="images"])');
  return [...lists.values()].find((pictures) => pictures.form === form && pictures.root.isConnected) ?? null;
}

/** Take what is dropped anywhere on the page: a browser would leave the page, and the text, for the file. */
export function watchDrops() {
  document.addEventListener('dragover', (event) => {
    if (!isFile(event) || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    const target = targetOf(event);
    event.dataTransfer.dropEffect = target ? 'copy' : 'none';
    target?.root.classList.add('dropping');
  });
  const rest = () => lists.forEach(({ root }) => root.classList.remove('dropping'));
  document.addEventListener('dragleave', (event) => event.relatedTarget ?? rest());
  document.addEventListener('drop', (event) => {
    rest();
    if (!isFile(event)) return;
    event.preventDefault();
    if (!document.querySelector('dialog[open]')) targetOf(event)?.add([...event.dataTransfer.files]);
  });
  addEventListener('beforeunload', (event) => {
    if ([...lists.values()].some(({ unfinished, root }) => unfinished.length && root.isConnected)) event.preventDefault();
  });
}
