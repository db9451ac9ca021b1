// The page that adds a picture to a post of one's own: sends it in the background and prepares it in the dialog.

import { h, icon } from './dom.mjs';
import { prepare } from './image-prepare.mjs';
import { failureOf, refusalOf, upload } from './image-upload.mjs';

class Page {
  constructor(form) {
    this.form = form;
    this.state = form.querySelector('[data-part="state"]');
    this.input = form.elements.file;
    this.fields = { post: form.elements.post.value };
    this.input.addEventListener('change', () => this.send());
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.send();
    });
  }

  #fail(words) {
    this.state.replaceChildren(h('p', { class: 'c-must errline', role: 'alert' }, icon('octagon-x'), h('span', {}, words)));
  }

  #progress(cancelling) {
    const bar = h('progress', { max: '1', value: '0', 'aria-label': 'How much is sent' });
    const words = h('span', {}, 'Sending');
    const cancel = h('button', { class: 'btn quiet', type: 'button', onclick: () => cancelling.abort() }, 'Cancel');
    this.state.replaceChildren(h('p', { class: 'picstate', role: 'status' }, icon('loader-circle'), words), bar, h('p', { class: 'actions' }, cancel));
    return (share) => {
      bar.value = share;
      if (share < 1) return;
      bar.removeAttribute('value');
      words.textContent = 'Looking for writing and faces';
    };
  }

  async #ask(file) {
    const cancelling = new AbortController();
    const onProgress = this.#progress(cancelling);
    const { fields } = this;
    return upload(this.form.getAttribute('action'), file, { signal: cancelling.signal, onProgress, fields });
  }

  async send() {
    const [file] = this.input.files;
    if (!file) return this.#fail('Choose a picture first.');
    const refusal = refusalOf(file, Number(this.form.dataset.max));
    if (refusal) return this.#fail(refusal);
    try {
      const answer = await this.#ask(file);
      if (answer.status !== 201) return this.#fail(failureOf(answer));
      this.state.replaceChildren();
      return await this.#prepare({ file, pending: answer.body });
    } catch (error) {
      if (error.name !== 'AbortError') throw error;
      return this.state.replaceChildren();
    }
  }

  async #prepare(item) {
    item.renew = async () => {
      const answer = await this.#ask(item.file);
      if (answer.status !== 201) throw Object.assign(new Error('not taken'), { said: failureOf(answer) });
      item.pending = answer.body;
    };
    const result = await prepare(item);
    if (result && result !== 'drop') return location.assign(this.form.dataset.back);
    if (result === 'drop') this.input.value = '';
    else this.#offer(item);
    return this.input.focus();
  }

  #offer(item) {
    const open = h('button', { class: 'btn', type: 'button', onclick: () => this.#prepare(item) }, 'Go on preparing it');
    this.state.replaceChildren(h('p', { class: 'actions' }, open));
  }
}

export function bindAddImage(form) {
  new Page(form);
}
