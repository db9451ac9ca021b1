// The mirror under a textarea: the same text in the same font, transparent, with the marks in it. It is never rebuilt as a
// whole; a key changes one text node, a new verdict changes the pieces that differ.

import { editBetween } from './spans.mjs';

function piecesOf(text, marks) {
  const pieces = [];
  let at = 0;
  for (const { start, end, css } of marks) {
    if (start < at || end > text.length) continue;
    if (start > at) pieces.push({ css: '', text: text.slice(at, start) });
    pieces.push({ css, text: text.slice(start, end) });
    at = end;
  }
  if (at < text.length) pieces.push({ css: '', text: text.slice(at) });
  return pieces;
}

function same(a, b) {
  return a.css === b.css && a.text === b.text;
}

function nodeOf(piece) {
  if (!piece.css) return document.createTextNode(piece.text);
  const mark = document.createElement('mark');
  mark.className = piece.css;
  mark.append(piece.text);
  return mark;
}

function changeText(piece, text) {
  const { start, removed, inserted } = editBetween(piece.text, text);
  const node = piece.css ? piece.node.firstChild : piece.node;
  node.replaceData(start, removed, text.slice(start, start + inserted));
}

export class Mirror {
  constructor(element) {
    this.element = element;
    this.pieces = [];
    element.replaceChildren();
  }

  /** Show `text` with `marks`, ordered and apart: {start, end, css}. */
  show(text, marks) {
    const next = piecesOf(text, marks);
    const old = this.pieces;
    let head = 0;
    while (head < old.length && head < next.length && same(old[head], next[head])) head += 1;
    let tail = 0;
    while (tail < Math.min(old.length, next.length) - head && same(old[old.length - 1 - tail], next[next.length - 1 - tail])) tail += 1;
    this.#replace(head, old.length - tail, next.slice(head, next.length - tail));
  }

  #replace(from, to, fresh) {
    const gone = this.pieces.slice(from, to);
    if (gone.length === 1 && fresh.length === 1 && gone[0].css === fresh[0].css) {
      changeText(gone[0], fresh[0].text);
      fresh[0].node = gone[0].node;
    } else {
      const before = this.pieces[to]?.node ?? null;
      for (const piece of gone) piece.node.remove();
      for (const piece of fresh) {
        piece.node = nodeOf(piece);
        this.element.insertBefore(piece.node, before);
      }
    }
    this.pieces.splice(from, to - from, ...fresh);
  }

  /** Hold nothing: a text far over its limit has no marks, and a second copy of it would only cost time. */
  clear() {
    this.pieces = [];
    this.element.replaceChildren();
  }

  /** Return the mark's element that begins at `start`, or null. */
  markAt(start) {
    let at = 0;
    for (const piece of this.pieces) {
      if (at === start && piece.css) return piece.node;
      at += piece.text.length;
    }
    return null;
  }
}
