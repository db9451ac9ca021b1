// Word by word, what lies between two versions of a text: the shortest difference, by Myers' greedy algorithm
// (Algorithmica 1 (1986) 251-266). medpeer/web/changes.py does the same on the server; a test holds them against each other.

const WORD = /\S+\s*|\s+/g;
// A difference of more words is shown as one text for another: nobody reads it, and time grows with its square.
const MAX_STEPS = 200;

function comesDown(reach, diagonal, steps) {
  return diagonal === -steps || (diagonal !== steps && reach.get(diagonal - 1) < reach.get(diagonal + 1));
}

/** Return, for 0, 1, 2 … changes, how far into `old` each diagonal gets; null where that takes too many. */
function furthest(old, fresh) {
  const reach = new Map([[1, 0]]);
  const trace = [];
  for (let steps = 0; steps <= Math.min(old.length + fresh.length, MAX_STEPS); steps += 1) {
    trace.push(new Map(reach));
    for (let diagonal = -steps; diagonal <= steps; diagonal += 2) {
      let x = comesDown(reach, diagonal, steps) ? reach.get(diagonal + 1) : reach.get(diagonal - 1) + 1;
      while (x < old.length && x - diagonal < fresh.length && old[x] === fresh[x - diagonal]) x += 1;
      reach.set(diagonal, x);
      if (x >= old.length && x - diagonal >= fresh.length) return trace;
    }
  }
  return null;
}

function pathOf(old, fresh, trace) {
  const path = [];
  let [x, y] = [old.length, fresh.length];
  for (let steps = trace.length - 1; steps >= 0; steps -= 1) {
    const reach = trace[steps];
    const diagonal = x - y;
    const down = comesDown(reach, diagonal, steps);
    const before = down ? diagonal + 1 : diagonal - 1;
    const start = reach.get(before);
    for (; x > (down ? start : start + 1); x -= 1, y -= 1) path.push({ kind: 'same', text: old[x - 1] });
    if (!steps) break;
    [x, y] = [start, start - before];
    path.push(down ? { kind: 'added', text: fresh[y] } : { kind: 'removed', text: old[x] });
  }
  return path.reverse();
}

function middle(old, fresh) {
  const trace = furthest(old, fresh);
  if (trace) return pathOf(old, fresh, trace);
  return [...old.map((text) => ({ kind: 'removed', text })), ...fresh.map((text) => ({ kind: 'added', text }))];
}

function stepsOf(old, fresh) {
  const shorter = Math.min(old.length, fresh.length);
  let head = 0;
  while (head < shorter && old[head] === fresh[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === fresh.at(-1 - tail)) tail += 1;
  const same = (words) => words.map((text) => ({ kind: 'same', text }));
  const [oldEnd, freshEnd] = [old.length - tail, fresh.length - tail];
  return [...same(old.slice(0, head)), ...middle(old.slice(head, oldEnd), fresh.slice(head, freshEnd)), ...same(old.slice(oldEnd))];
}

/** Join each run of changes into what was removed, then what was added. */
function joined(steps) {
  const pieces = [];
  let run = { same: '', removed: '', added: '' };
  const flush = () => {
    for (const kind of ['same', 'removed', 'added']) if (run[kind]) pieces.push({ kind, text: run[kind] });
    run = { same: '', removed: '', added: '' };
  };
  for (const { kind, text } of steps) {
    if ((kind === 'same') !== Boolean(run.same)) flush();
    run[kind] += text;
  }
  flush();
  return pieces;
}

/** Return the pieces {kind, text} of `before` (same, removed) and `after` (same, added) in reading order, removed first. */
export function changesBetween(before, after) {
  return joined(stepsOf(before.match(WORD) ?? [], after.match(WORD) ?? []));
}
