// A toast says what was done and offers to undo it; it goes after 6 s, but not while it is pointed at or has focus.

import { h } from './dom.mjs';

const SHOWN_MS = 6000;

export function bindToast(element) {
  let timer = 0;
  const start = () => {
    timer = setTimeout(() => element.remove(), SHOWN_MS);
  };
  for (const name of ['focusin', 'pointerenter']) element.addEventListener(name, () => clearTimeout(timer));
  for (const name of ['focusout', 'pointerleave']) element.addEventListener(name, start);
  start();
}

/** Show a toast with an undo button. */
export function toast(words, undo) {
  const element = h('div', { class: 'toast' }, h('span', {}, words));
  element.append(h('button', { class: 'btn quiet', type: 'button', onclick: () => {
    element.remove();
    undo();
  } }, 'Undo'));
  document.getElementById('toasts').append(element);
  bindToast(element);
}
