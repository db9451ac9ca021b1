// One row of a composer's pictures: being sent, refused, waiting to be prepared, or added.

import { h, icon } from './dom.mjs';

function button(words, act, run, { css = ' quiet', sign = '', label = '' } = {}) {
  return h('button', { class: `btn${css}`, type: 'button', 'data-act': act, 'aria-label': label || null, onclick: run }, sign ? icon(sign) : null, words);
}

function iconButton(label, act, run, sign, off) {
  return h('button', { class: 'iconlink', type: 'button', 'data-act': act, 'aria-label': label, 'aria-disabled': off ? 'true' : null, onclick: run }, icon(sign));
}

function sending(pictures, item, index, name) {
  const bar = h('progress', { max: '1', value: String(item.progress), 'aria-label': `${name}: how much is sent` });
  const words = h('span', {}, 'Sending');
  item.onProgress = (share) => {
    bar.value = share;
    // What takes time now is the look for writing and faces.
    words.textContent = share < 1 ? `Sending, ${Math.round(share * 100)} %` : 'Looking for writing and faces';
    if (share >= 1) bar.removeAttribute('value');
  };
  item.onProgress(item.progress);
  return [h('p', { class: 'picstate' }, icon('loader-circle'), words), bar, h('p', { class: 'actions' }, button('Cancel', 'cancel', () => pictures.cancel(item), { label: `Cancel ${name.toLowerCase()}` }))];
}

function failed(pictures, item) {
  const again = item.final ? null : button('Try again', 'retry', () => pictures.retry(item), { css: '', sign: 'refresh-cw' });
  return [h('p', { class: 'picstate c-must' }, icon('octagon-x'), h('span', {}, item.error)), h('p', { class: 'actions' }, again, button('Take it out', 'remove', () => pictures.remove(item)))];
}

function taken(pictures, item) {
  return [
    h('p', { class: 'picstate' }, icon('layers'), h('span', {}, 'The study is still here')),
    h('p', { class: 'actions' }, button('Take another frame', 'open', () => pictures.open(item), { css: '' }), button('Done with it', 'remove', () => pictures.remove(item))),
  ];
}

function ready(pictures, item) {
  if (item.taken) return taken(pictures, item);
  const open = item.edit ? item.edit.open.length : item.pending.regions?.filter(({ verdict }) => verdict !== 'none').length ?? 0;
  const words = open ? `${open} ${open === 1 ? 'place waits' : 'places wait'} for you` : 'To be looked at and described';
  return [
    h('p', { class: 'picstate c-tell' }, icon('triangle-alert'), h('span', {}, words)),
    h('p', { class: 'actions' }, button('Prepare it', 'open', () => pictures.open(item), { css: '' }), button('Take it out', 'remove', () => pictures.remove(item))),
  ];
}

function stored(pictures, item, index, name) {
  const last = pictures.items.length - 1;
  return [
    h('p', { class: 'picalt' }, item.alt),
    item.caption ? h('p', { class: 'meta' }, item.caption) : null,
    h('p', { class: 'actions' },
      button('Take it out', 'remove', () => pictures.remove(item), { label: `Take out ${name.toLowerCase()}` }),
      last ? iconButton(`Move ${name.toLowerCase()} up`, 'up', () => pictures.move(item, -1), 'arrow-up', index === 0) : null,
      last ? iconButton(`Move ${name.toLowerCase()} down`, 'down', () => pictures.move(item, 1), 'arrow-down', index === last) : null),
    h('input', { type: 'hidden', name: 'image', value: String(item.id) }),
  ];
}

const DRAWN = { waiting: () => [h('p', { class: 'picstate' }, 'Waits for its turn')], sending, failed, ready, stored };

/** Return the row of one picture. */
export function drawItem(pictures, item, index) {
  const name = `Picture ${index + 1}`;
  const thumb = item.thumb
    ? h('img', { class: 'picthumb', src: item.thumb.src, width: item.thumb.width, height: item.thumb.height, alt: '' })
    : h('span', { class: 'picthumb none', 'aria-hidden': 'true' }, icon('image'));
  return h('li', { class: `picitem ${item.state}` }, thumb, h('div', {}, h('p', { class: 'lab' }, name), ...DRAWN[item.state](pictures, item, index, name).filter(Boolean)));
}
