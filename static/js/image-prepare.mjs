// From a file that was sent to a picture that is stored: a study is first asked what of it, then both go to the editor.

import { prepare as edit } from './image-editor.mjs';
import { choose, chosenAgain } from './stack-choose.mjs';

function partOf(item, { choice, pending }) {
  const part = { pending, place: item.place, words: item.words };
  part.renew = async () => {
    await item.renew();
    part.pending = await chosenAgain(item, choice);
  };
  return part;
}

async function prepareStudy(item) {
  for (;;) {
    const chosen = await choose(item);
    if (!chosen || chosen === 'drop') return chosen;
    const part = partOf(item, chosen);
    const result = await edit(part);
    item.words = part.words;
    // Closing the editor goes back to the choice; leaving the part out too.
    if (result && result !== 'drop') return { ...result, isFrame: chosen.choice.kind === 'frame' };
  }
}

/** Let the author prepare `item`; resolves as image-editor.mjs says, with `isFrame` where it is one of a study. */
export function prepare(item) {
  return item.pending.study ? prepareStudy(item) : edit(item);
}
