// What the author wrote where the programme put other words. It lives in the page only, moves with every edit, and is
// forgotten where the author takes the words back or away.

import { rebased } from './spans.mjs';

/** Tell whether `edit` touches `place` or stands right beside it. */
function meets({ start, end }, edit) {
  return edit.start <= end && edit.start + edit.removed >= start;
}

/** Return the one place that covers `touched` and the edit that touched them; `before` is the text it was made in. */
function covering(touched, edit, before) {
  const start = Math.min(edit.start, ...touched.map((place) => place.start));
  const end = Math.max(edit.start + edit.removed, ...touched.map((place) => place.end));
  let original = '';
  let at = start;
  for (const place of touched) {
    original += before.slice(at, place.start) + place.original;
    at = place.end;
  }
  return { start, end: end + edit.inserted - edit.removed, original: original + before.slice(at, end) };
}

/** Tell whether the words of `place` are the author's again: an edit is known only by what it left. */
function isBack({ start, end, original }, text) {
  return text.slice(start, start + original.length) === original || text.slice(Math.max(0, end - original.length), end) === original;
}

export class Origins {
  constructor(places = []) {
    this.places = places;
  }

  /** Note that the words now at [start, end) stand where the author wrote `original`. */
  note(start, end, original) {
    if (this.places.some((place) => place.start <= start && end <= place.end)) return;
    this.places = [...this.places, { start, end, original }].sort((a, b) => a.start - b.start);
  }

  /** Move with `edit`, which turned the text `before` into `after`. */
  follow(edit, before, after) {
    const touched = this.places.filter((place) => !rebased(place, edit));
    const beside = this.places.filter((place) => !touched.includes(place) && meets(place, edit));
    const moved = this.places.filter((place) => !touched.includes(place)).map((place) => Object.assign(place, rebased(place, edit)));
    this.places = moved.filter((place) => !beside.includes(place) || !isBack(place, after));
    if (!touched.length) return;
    const place = covering(touched, edit, before);
    if (place.end > place.start && !isBack(place, after)) this.places.push(place);
    this.places.sort((a, b) => a.start - b.start);
  }

  /** Return `text` as its author wrote it. */
  undone(text) {
    return this.places.toReversed().reduce((all, { start, end, original }) => all.slice(0, start) + original + all.slice(end), text);
  }
}
