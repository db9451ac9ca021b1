// Offsets. The server counts code points, a textarea counts UTF-16 units; edits move both.

const SURROGATE = /[\ud800-\udfff]/;

function isPairAt(text, index) {
  const high = text.charCodeAt(index);
  if (high < 0xd800 || high > 0xdbff) return false;
  const low = text.charCodeAt(index + 1);
  return low >= 0xdc00 && low <= 0xdfff;
}

/** Return a function from code point offsets to UTF-16 offsets of `text`; a lone surrogate counts as one of each. */
export function fromCodePoints(text) {
  if (!SURROGATE.test(text)) return (offset) => Math.min(offset, text.length);
  const units = [];
  for (let unit = 0; unit < text.length; unit += isPairAt(text, unit) ? 2 : 1) units.push(unit);
  units.push(text.length);
  return (offset) => units[Math.min(offset, units.length - 1)];
}

/** Return a function from UTF-16 offsets to code point offsets of `text`. */
export function toCodePoints(text) {
  if (!SURROGATE.test(text)) return (offset) => offset;
  return (offset) => {
    let points = 0;
    for (let unit = 0; unit < offset; unit += isPairAt(text, unit) ? 2 : 1) points += 1;
    return points;
  };
}

/** Return how many code points `text` has: what the server's limit counts. */
export function codePointLength(text) {
  return SURROGATE.test(text) ? toCodePoints(text)(text.length) : text.length;
}

/** Return the one edit {start, removed, inserted} that turns `before` into `after`; lengths in UTF-16 units. */
export function editBetween(before, after) {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let tail = 0;
  while (tail < shorter - start && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) tail += 1;
  return { start, removed: before.length - start - tail, inserted: after.length - start - tail };
}

/** Return where the span [start, end) lies after `edit`, or null where the edit touched its inside. */
export function rebased({ start, end }, edit) {
  const editEnd = edit.start + edit.removed;
  if (edit.start >= end) return { start, end };
  if (editEnd > start) return null;
  const shift = edit.inserted - edit.removed;
  return { start: start + shift, end: end + shift };
}
