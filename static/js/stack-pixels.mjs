// From samples to grey: windows as PS3.3 C.11.2.1.2.1 has them for wide ones, the same as the server draws its PNGs.

const LOWEST = -32768;
const SAMPLES = 65536;

/** Round a half to the even neighbour, as the server does, so that both give the same grey. */
export function rounded(value) {
  const near = Math.round(value);
  return near - value === 0.5 && near % 2 ? near - 1 : near;
}

/**
 * Return the grey (0 to 255) of each of the 65,536 samples, the lowest first. A sample means `sample * slope + intercept`; the
 * window is in the same values. Single precision, because the server reckons in it.
 */
export function greys({ centre, width, slope = 1, intercept = 0, isInverted = false }) {
  const table = new Uint8Array(SAMPLES);
  const low = Math.fround(centre - width / 2);
  const step = Math.fround(255 / width);
  for (let index = 0; index < SAMPLES; index += 1) {
    const value = Math.fround(Math.fround((index + LOWEST) * Math.fround(slope)) + Math.fround(intercept));
    const level = Math.fround(Math.fround(value - low) * step);
    const grey = rounded(Math.min(255, Math.max(0, level)));
    table[index] = isInverted ? 255 - grey : grey;
  }
  return table;
}

/** Paint samples of one channel (Int16Array) through a table of greys into RGBA. */
export function paintGrey(samples, table, rgba) {
  const words = new Uint32Array(rgba.buffer);
  for (let index = 0; index < samples.length; index += 1) {
    const grey = table[samples[index] - LOWEST];
    words[index] = 0xff000000 | (grey << 16) | (grey << 8) | grey;
  }
}

/** Paint samples of three channels (Uint8Array, red green blue by turns) into RGBA. */
export function paintColour(samples, rgba) {
  for (let from = 0, to = 0; from < samples.length; from += 3, to += 4) {
    rgba[to] = samples[from];
    rgba[to + 1] = samples[from + 1];
    rgba[to + 2] = samples[from + 2];
    rgba[to + 3] = 255;
  }
}

/** Return a window after a drag of (x, y) pixels: right widens, down lowers the centre, as radiologists are used to it. */
export function draggedWindow({ centre, width }, x, y) {
  const step = Math.max(width / 250, 0.02);
  const least = Math.min(1, width);
  return { centre: centre + y * step, width: Math.max(least, width + x * step) };
}
