// Small builders; text goes in as text, never as markup.

/** Return an element: h('p', {class: 'meta'}, 'words', child). Functions in props become listeners (onclick). */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ''));
  return element;
}

/** Return a sign of the sprite, as decoration beside a word. */
export function icon(name) {
  const ns = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(ns, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(ns, 'use');
  use.setAttribute('href', `${meta('icons')}#${name}`);
  svg.append(use);
  return svg;
}

/** Return the content of a <meta>, '' where there is none. */
export function meta(name) {
  return document.querySelector(`meta[name="${name}"]`)?.content ?? '';
}

const NUMBERS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'];

/** Return a count in words at the start of a sentence, in digits above ten. */
export function numberWord(n) {
  return NUMBERS[n] ?? String(n);
}

/** Return a count with its thousands parted. */
export function digits(n) {
  return n.toLocaleString('en-GB');
}
