// Drafts stay on this device, in localStorage, one a form (data-draft names it). They are never sent anywhere. A draft is
// forgotten when its text was stored, when it is discarded, at sign-out, and after two weeks.

import { h, icon, meta } from './dom.mjs';

const PREFIX = 'medpeer.draft.';
const SAVE_MS = 400;
const KEPT_MS = 14 * 24 * 3600 * 1000;

function storage(act) {
  try {
    return act(localStorage);
  } catch {
    // Storage is full or refused: the text is still in the page.
    return null;
  }
}

function keyOf(name) {
  return `${PREFIX}${meta('draft-scope')}.${name}`;
}

function draftKeys(store) {
  return Object.keys(store).filter((key) => key.startsWith(PREFIX));
}

function fieldsOf(form) {
  return [...form.elements].filter((element) => element.name && element.name !== 'csrf_token' && !element.name.startsWith('attest.')
    && !['hidden', 'password', 'file', 'submit', 'button'].includes(element.type) && element.tagName !== 'FIELDSET');
}

function valuesOf(form) {
  return fieldsOf(form).map((element) => [element.name, ['radio', 'checkbox'].includes(element.type) ? [element.value, element.checked] : element.value]);
}

function putBack(form, values) {
  fieldsOf(form).forEach((element, index) => {
    const [name, value] = values[index] ?? [];
    if (name !== element.name) return;
    if (Array.isArray(value)) element.checked = value[1];
    else element.value = value;
    element.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

function hasText(values) {
  return values.some(([, value]) => typeof value === 'string' && value.trim());
}

function age(at) {
  const minutes = Math.round((Date.now() - at) / 60000);
  if (minutes < 2) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 1440) return `${Math.round(minutes / 60)} h ago`;
  return minutes < 2880 ? 'yesterday' : `${Math.round(minutes / 1440)} days ago`;
}

/** Forget the draft called `name`. */
export function forget(name) {
  storage((store) => store.removeItem(keyOf(name)));
}

/** Forget what the server says it has stored, and what has grown old. */
export function forgetDone() {
  const done = meta('draft-done');
  if (done) forget(done);
  storage((store) => {
    for (const key of draftKeys(store)) {
      const { at } = JSON.parse(store.getItem(key) ?? '{}');
      if (!(Date.now() - at < KEPT_MS)) store.removeItem(key);
    }
  });
}

function notice(form, at, discard) {
  const words = h('span', {}, `Your draft from ${age(at)} is back. It was kept on this device only.`);
  const box = h('div', { class: 'notice', role: 'status' }, icon('history'), words);
  box.append(h('button', { class: 'btn quiet', type: 'button', onclick: () => {
    discard();
    box.remove();
    form.querySelector('textarea, input:not([type="hidden"])')?.focus();
  } }, 'Discard it'));
  return box;
}

function restore(form, name) {
  // What the server has just filled in, on request or because it refused a form, is newer than any draft.
  if (form.closest('[data-draft-given]')) return;
  const kept = storage((store) => JSON.parse(store.getItem(keyOf(name)) ?? 'null'));
  const given = valuesOf(form);
  if (!kept || !hasText(kept.values) || JSON.stringify(kept.values) === JSON.stringify(given)) return;
  putBack(form, kept.values);
  const place = form.querySelector('.fieldrow, .formfield, .barefield') ?? form.firstElementChild;
  const box = notice(form, kept.at, () => {
    putBack(form, given);
    forget(name);
  });
  place.before(box);
  box.scrollIntoView({ block: 'nearest' });
}

export function bindDraft(form) {
  const name = form.dataset.draft;
  let timer = 0;
  const save = () => {
    clearTimeout(timer);
    // A form that was swapped out has nothing to say any more.
    if (!form.isConnected) return;
    const values = valuesOf(form);
    if (hasText(values)) storage((store) => store.setItem(keyOf(name), JSON.stringify({ at: Date.now(), values })));
    else forget(name);
  };
  restore(form, name);
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_MS);
  });
  // A tab that is put away may never come back.
  addEventListener('pagehide', () => timer && save());
  form.addEventListener('medpeer:stored', () => {
    clearTimeout(timer);
    timer = 0;
    forget(name);
  });
}

/** At sign-out, take every draft off a device that others may use. */
export function bindSignOut(form) {
  form.addEventListener('submit', () => storage((store) => draftKeys(store).forEach((key) => store.removeItem(key))));
}
