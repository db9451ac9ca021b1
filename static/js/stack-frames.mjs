// The frames of a stack: fetched when they are near, inflated by the browser, and let go when there are too many.

const AT_ONCE = 4;
const AHEAD = 14;
const BEHIND = 5;
const KEPT_BYTES = 192 * 2 ** 20;

async function inflated(response) {
  const stream = response.body.pipeThrough(new DecompressionStream('deflate'));
  return new Response(stream).arrayBuffer();
}

export class Frames extends EventTarget {
  /** `stack` has rows, columns, count, samples (1: int16, 3: RGB bytes) and frame, an address with `{n}` for the number. */
  constructor(stack) {
    super();
    this.stack = stack;
    this.kept = new Map();
    this.failed = new Set();
    this.flying = new Map();
    this.wanted = [];
  }

  get #most() {
    const { rows, columns, samples } = this.stack;
    return Math.max(AHEAD + BEHIND + 2, Math.floor(KEPT_BYTES / (rows * columns * (samples === 3 ? 3 : 2))));
  }

  /** Return the samples of a frame, or null while they are not here. */
  get(index) {
    const found = this.kept.get(index);
    if (!found) return null;
    // What was looked at last is let go last.
    this.kept.delete(index);
    this.kept.set(index, found);
    return found;
  }

  /** Fetch a frame and its neighbours, more of them in the direction one scrolls. */
  want(index, direction = 1) {
    const { count } = this.stack;
    const near = [index];
    for (let step = 1; step <= AHEAD; step += 1) {
      near.push(index + step * direction);
      if (step <= BEHIND) near.push(index - step * direction);
    }
    this.wanted = near.filter((one) => one >= 0 && one < count);
    this.failed.delete(index);
    this.#fetchMore();
  }

  #fetchMore() {
    for (const index of this.wanted) {
      if (this.flying.size >= AT_ONCE) return;
      if (!this.kept.has(index) && !this.flying.has(index) && !this.failed.has(index)) this.#fetch(index);
    }
  }

  async #fetch(index) {
    const flight = new AbortController();
    this.flying.set(index, flight);
    try {
      const response = await fetch(this.stack.frame.replace('{n}', index), { signal: flight.signal, credentials: 'same-origin' });
      if (!response.ok) throw new TypeError(String(response.status));
      this.#keep(index, await inflated(response));
    } catch (error) {
      if (error.name === 'AbortError') return;
      this.failed.add(index);
      this.dispatchEvent(new CustomEvent('lost', { detail: index }));
    } finally {
      this.flying.delete(index);
    }
    this.#fetchMore();
  }

  #keep(index, buffer) {
    const { rows, columns, samples } = this.stack;
    const wanted = rows * columns * (samples === 3 ? 3 : 2);
    if (buffer.byteLength !== wanted) throw new TypeError('not a frame of this stack');
    this.kept.set(index, samples === 3 ? new Uint8Array(buffer) : new Int16Array(buffer));
    for (const old of this.kept.keys()) {
      if (this.kept.size <= this.#most) break;
      if (!this.wanted.includes(old)) this.kept.delete(old);
    }
    this.dispatchEvent(new CustomEvent('frame', { detail: index }));
  }

  stop() {
    for (const flight of this.flying.values()) flight.abort();
    this.wanted = [];
    this.kept.clear();
  }
}
