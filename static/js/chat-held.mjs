// A message that was not sent because something in it must go first: its words with the findings marked, and the ways on.

import { h, icon, numberWord } from './dom.mjs';
import { isMust, isReplaceable } from './severity.mjs';
import { fromCodePoints } from './spans.mjs';

function inUnits(body, spans) {
  const unit = fromCodePoints(body);
  return spans.map((span) => ({ ...span, start: unit(span.start), end: unit(span.end) })).sort((a, b) => a.start - b.start);
}

function marked(body, spans) {
  const parts = [];
  let at = 0;
  for (const { start, end, ...span } of spans) {
    parts.push(body.slice(at, start), h('mark', { class: isMust(span) ? 'u-must' : 'u-tell' }, body.slice(start, end)));
    at = end;
  }
  return [...parts, body.slice(at)];
}

function replaced(body, spans) {
  return spans.toReversed().reduce((text, { start, end, replacement }) => text.slice(0, start) + replacement + text.slice(end), body);
}

function summary(spans) {
  const must = spans.filter(isMust).length;
  const labels = [...new Set(spans.map(({ label }) => label.toLowerCase()))].join(', ');
  if (must) return `${numberWord(must)} ${must === 1 ? 'identifier' : 'identifiers'} must go first: ${labels}.`;
  return `${numberWord(spans.length)} ${spans.length === 1 ? 'thing is' : 'things are'} your call: ${labels}.`;
}

function useWords(spans) {
  const words = [...new Set(spans.map(({ replacement }) => replacement).filter(Boolean))];
  if (words.length && words.length < 3) return `Use ${words.map((word) => `“${word}”`).join(' and ')}`;
  return words.length ? `Use the ${spans.length} replacements` : 'Remove it';
}

/** Return what stands in a held message: `use(text)` sends it with the replacements, `edit()` takes it back to the composer. */
export function held(body, found, use, edit) {
  const spans = inUnits(body, found);
  const all = spans.every(isReplaceable);
  const button = all ? h('button', { class: 'btn', type: 'button', onclick: () => use(replaced(body, spans)) }, useWords(spans)) : null;
  const back = h('button', { class: 'btn quiet', type: 'button', onclick: edit }, 'Edit');
  const sign = icon(spans.some(isMust) ? 'octagon-x' : 'triangle-alert');
  const line = h('p', { class: 'found' }, sign, h('span', {}, h('b', {}, 'Not sent.'), ' ', summary(spans)));
  const css = spans.some(isMust) ? 'must' : 'tell';
  return [h('p', {}, ...marked(body, spans)), h('div', { class: `card ${css} inmsg` }, line, h('p', { class: 'actions' }, button, back))];
}

/** Return the composer's text with one that comes back to it; nothing typed meanwhile is lost. */
export function taken(now, back) {
  return now.trim() ? `${back}\n${now}` : back;
}
