// The dialog in which a picture is prepared: boxes, crop, description, then POST …/finish. Closing it keeps what was done.

import { failureOf } from './image-upload.mjs';
import { drawStored, smallCopy } from './image-preview.mjs';
import { h, icon, meta, numberWord } from './dom.mjs';
import { gateOf } from './gate.mjs';
import { post, refreshToken } from './http.mjs';
import { PictureEdit } from './image-edit.mjs';
import { Panel } from './image-panel.mjs';
import { Stage } from './image-stage.mjs';
import { bind } from './registry.mjs';

const SAY_MS = 350;

function asParam({ left, top, width, height }) {
  return `${left},${top},${width},${height}`;
}

class EditorDialog {
  constructor(item, done) {
    const template = document.getElementById('image-editor');
    this.dialog = template.content.firstElementChild.cloneNode(true);
    this.item = item;
    this.done = done;
    this.form = this.dialog.querySelector('form');
    this.reasons = JSON.parse(template.dataset.reasons);
    item.edit ??= new PictureEdit(item.pending);
    this.edit = item.edit;
    document.body.append(this.dialog);
    this.#fill();
    this.dialog.showModal();
    bind(this.dialog);
    this.#work();
  }

  #part(name) {
    return this.dialog.querySelector(`[data-part="${name}"]`);
  }

  #fill() {
    const { pending, words } = this.item;
    this.image = this.#part('image');
    Object.assign(this.image, { src: pending.url, width: pending.width, height: pending.height });
    this.dialog.style.setProperty('--ratio', pending.height / pending.width);
    this.image.addEventListener('error', () => this.#fail('The picture could not be fetched again. Close this and open it once more.'));
    for (const [name, value] of Object.entries(words ?? {})) this.form.elements[name].value = value;
    if (this.item.place) this.#part('place').textContent = this.item.place;
    if (!pending.reads_text) this.#part('unread').hidden = false;
    if (pending.must_crop) this.#part('mustcrop').hidden = false;
    if (pending.isStack) this.#fillStack();
  }

  #fillStack() {
    this.dialog.querySelector('h2').textContent = 'Cover in every frame';
    this.dialog.querySelector('[data-do="crop"]').hidden = true;
    this.form.querySelector('[type="submit"]').textContent = 'Add the frames';
  }

  #work() {
    const say = (words) => this.#say(words);
    this.stage = new Stage(this.#part('stage'), this.edit, { say });
    this.panel = new Panel(this.#part('list'), this.edit, this.stage, this.reasons);
    this.onChange = () => this.#drawState();
    this.edit.addEventListener('change', this.onChange);
    this.dialog.addEventListener('click', (event) => this.#onClick(event));
    this.dialog.addEventListener('keydown', (event) => this.#onKey(event));
    this.dialog.addEventListener('image:adding', ({ detail }) => this.#press('add', detail));
    this.dialog.addEventListener('image:zoom', ({ detail }) => {
      this.#part('zoom').textContent = `${Math.round(detail * 100)} %`;
    });
    this.dialog.addEventListener('close', () => this.#close(null));
    this.form.addEventListener('submit', (event) => {
      if (event.defaultPrevented) return;
      event.preventDefault();
      this.#submit();
    });
    this.#drawState();
    (this.dialog.querySelector('[data-card] button') ?? this.form.elements.alt).focus();
  }

  #say(words) {
    clearTimeout(this.saying);
    this.saying = setTimeout(() => {
      this.#part('said').textContent = words;
    }, SAY_MS);
  }

  #press(name, on) {
    this.dialog.querySelector(`[data-do="${name}"]`).setAttribute('aria-pressed', String(on));
  }

  #drawState() {
    const { edit } = this;
    const can = { undo: edit.canUndo, redo: edit.canRedo };
    for (const [name, on] of Object.entries(can)) this.dialog.querySelector(`[data-do="${name}"]`).setAttribute('aria-disabled', String(!on));
    this.#press('crop', Boolean(edit.crop));
    const open = edit.open.length;
    const covers = edit.covers.length;
    const settled = `${covers ? `${numberWord(covers)} ${covers === 1 ? 'box covers' : 'boxes cover'} what identifies.` : 'Nothing is covered.'}`;
    const words = open ? `${numberWord(open)} ${open === 1 ? 'place waits' : 'places wait'} for you.` : settled;
    const sum = this.#part('sum');
    if (sum.textContent !== words) sum.textContent = words;
    if (!open) this.#fail('');
    if (!this.#part('stored').hidden) this.#drawStored();
  }

  /* acts */

  #onClick(event) {
    const act = event.target.closest('[data-do]')?.dataset.do;
    const acts = {
      add: () => this.#add(event),
      undo: () => this.edit.undo(),
      redo: () => this.edit.redo(),
      crop: () => (this.edit.crop ? this.edit.setCrop(null) : this.stage.addCrop()),
      'zoom-in': () => this.stage.zoomBy(1.4),
      'zoom-out': () => this.stage.zoomBy(1 / 1.4),
      preview: () => this.#togglePreview(),
      close: () => this.dialog.close(),
      drop: () => this.#close('drop'),
    };
    acts[act]?.();
  }

  #add(event) {
    this.#showStored(false);
    // Pressed by a key there is no pointer to draw with: the box comes by itself.
    if (event.detail === 0) this.stage.addInMiddle();
    else this.stage.setAdding(!this.stage.adding);
  }

  #onKey(event) {
    const typing = event.target.closest('textarea, input');
    if (!(event.ctrlKey || event.metaKey) || typing) return;
    const key = event.key.toLowerCase();
    if (key === 'z' && event.shiftKey) this.edit.redo();
    else if (key === 'z') this.edit.undo();
    else if (key === 'y') this.edit.redo();
    else return;
    event.preventDefault();
  }

  #togglePreview() {
    this.#showStored(this.#part('stored').hidden);
  }

  #showStored(on) {
    this.#part('stored').hidden = !on;
    this.#part('stage').hidden = on;
    this.#press('preview', on);
    if (on) this.#drawStored();
  }

  #drawStored() {
    drawStored(this.#part('canvas'), this.image, this.edit);
  }

  /* storing */

  #fail(words, link = null) {
    const place = this.#part('error');
    place.replaceChildren(...(words ? [h('p', { class: 'c-must errline' }, icon('octagon-x'), h('span', {}, words, ' ', link))] : []));
  }

  /** Return whether all is said and decided; else say what is not and go there. */
  #isReady() {
    const [first] = this.edit.open;
    const { alt } = this.form.elements;
    if (first) {
      const open = this.edit.open.length;
      this.#fail(`${numberWord(open)} ${open === 1 ? 'place in the picture is' : 'places in the picture are'} not settled.`);
      this.panel.open(first.id);
    } else if (this.item.pending.must_crop && !this.edit.crop) {
      this.#fail('Crop this image: names and numbers stand at its edges.');
      this.dialog.querySelector('[data-do="crop"]').focus();
      return false;
    } else if (!alt.value.trim()) {
      this.#fail('Say what the picture shows, for those who cannot see it.');
      alt.setAttribute('aria-invalid', 'true');
      alt.focus();
    }
    return !first && Boolean(alt.value.trim());
  }

  #params() {
    const { boxes, crop, answers } = this.edit.decisions();
    const params = new URLSearchParams(new FormData(this.form));
    for (const [name, value] of Object.entries(this.item.pending.extra ?? {})) params.append(name, value);
    for (const box of boxes) params.append('box', asParam(box));
    if (crop) params.append('crop', asParam(crop));
    for (const { number, reason } of answers) params.append('answer', `${number}:${reason}`);
    return params;
  }

  async #ask() {
    const ask = () => post(this.item.pending.finish, this.#params());
    let response = await ask();
    if ((response.status === 400 || response.status === 403) && (await refreshToken())) response = await ask();
    if (response.status !== 404) return response;
    // It was kept for too long, or the server was started anew: the file is still here.
    await this.item.renew();
    return ask();
  }

  async #submit() {
    const button = this.form.querySelector('[type="submit"]');
    if (button.getAttribute('aria-busy') === 'true' || !this.#isReady()) return;
    const words = button.textContent;
    this.#fail('');
    button.setAttribute('aria-busy', 'true');
    button.replaceChildren(icon('loader-circle'), button.dataset.busy);
    try {
      const response = await this.#ask();
      await this.#answered(response, await response.json().catch(() => ({})));
    } catch (error) {
      if (!(error instanceof TypeError) && !error.said) throw error;
      this.#fail(error.said ?? failureOf({ status: 0, body: {} }));
    } finally {
      button.removeAttribute('aria-busy');
      button.replaceChildren(words);
    }
  }

  async #answered(response, body) {
    if (response.status === 201) {
      drawStored(this.#part('canvas'), this.image, this.edit);
      const { alt, caption } = this.form.elements;
      this.#close({ ...body, alt: alt.value.trim(), caption: caption.value.trim(), thumb: smallCopy(this.#part('canvas')) });
      return;
    }
    if (body.fields && Object.values(body.fields).some(({ spans }) => spans.length)) {
      const gate = gateOf(this.form);
      gate.apply({ fields: body.fields });
      gate.stop();
    }
    const signIn = response.status === 401 ? h('a', { href: meta('sign-in'), target: '_blank', rel: 'noopener' }, 'Sign in, in a new tab') : null;
    if (signIn) addEventListener('focus', () => refreshToken(), { once: true });
    const added = body.regions ? this.edit.addRegions(body.regions) : 0;
    const then = added ? ` ${numberWord(added)} ${added === 1 ? 'place is' : 'places are'} new in the list: look, then add the picture again.` : '';
    this.#fail(failureOf({ status: response.status, body }) + then, signIn);
    if (this.edit.open.length) this.panel.open(this.edit.open[0].id);
  }

  #close(result) {
    if (this.closed) return;
    this.closed = true;
    const { alt, caption } = this.form.elements;
    this.item.words = { alt: alt.value, caption: caption.value };
    this.edit.removeEventListener('change', this.onChange);
    this.stage.stop();
    this.dialog.close();
    this.dialog.remove();
    this.done(result);
  }
}

/**
 * Let the author prepare `item` ({pending, renew, and what was done before: edit, words}). Resolves to what was stored
 * ({id, alt, caption, thumb}), to 'drop', or to null where it was closed for later.
 */
export function prepare(item) {
  return new Promise((resolve) => {
    new EditorDialog(item, resolve);
  });
}
