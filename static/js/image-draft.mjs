// Which stored pictures belong to a draft: their numbers only, kept beside the draft on this device, and gone with it.

import { meta } from './dom.mjs';

function keyOf(name) {
  return `medpeer.draft.${meta('draft-scope')}.${name}.images`;
}

function storage(act) {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
}

/** Remember the pictures of a draft; none forgets them. */
export function keepImages(name, ids) {
  if (!name) return;
  storage((store) => (ids.length ? store.setItem(keyOf(name), JSON.stringify({ at: Date.now(), ids })) : store.removeItem(keyOf(name))));
}

export function forgetImages(name) {
  keepImages(name, []);
}

/** Return the numbers that a draft remembers; none where the server says that it was stored. */
export function keptImages(name) {
  if (!name || meta('draft-done') === name) return [];
  return storage((store) => JSON.parse(store.getItem(keyOf(name)) ?? 'null')?.ids) ?? [];
}
