// Measures on a frame. Points are in its pixels, (0, 0) being the upper left corner of the first; `spacing` is [row, column] in
// millimetres, or null where it is not known: lengths are then in pixels and say so.

function scaled({ x, y }, spacing) {
  return spacing ? { x: x * spacing[1], y: y * spacing[0] } : { x, y };
}

/** Return the distance of two points. */
export function distance(a, b, spacing) {
  const [from, to] = [scaled(a, spacing), scaled(b, spacing)];
  return { value: Math.hypot(to.x - from.x, to.y - from.y), unit: spacing ? 'mm' : 'px' };
}

/** Return the angle at `corner`, 0 to 180 degrees. */
export function angle(a, corner, b, spacing) {
  const [p, q, r] = [a, corner, b].map((point) => scaled(point, spacing));
  const one = Math.atan2(p.y - q.y, p.x - q.x);
  const other = Math.atan2(r.y - q.y, r.x - q.x);
  const turn = Math.abs(((one - other) * 180) / Math.PI) % 360;
  return turn > 180 ? 360 - turn : turn;
}

/**
 * Return what lies in the ellipse between two corners: {count, mean, sd, least, most, area, unit}. A pixel counts when its
 * middle is inside; `sd` is that of the pixels themselves (divided by their number). Null where no pixel is inside.
 */
export function inEllipse(samples, { rows, columns }, a, b, { slope = 1, intercept = 0, spacing = null } = {}) {
  const [cx, cy] = [(a.x + b.x) / 2, (a.y + b.y) / 2];
  const [rx, ry] = [Math.abs(a.x - b.x) / 2, Math.abs(a.y - b.y) / 2];
  let [count, sum, squares, least, most] = [0, 0, 0, Infinity, -Infinity];
  for (let row = Math.max(0, Math.floor(cy - ry)); row < Math.min(rows, cy + ry); row += 1) {
    for (let column = Math.max(0, Math.floor(cx - rx)); column < Math.min(columns, cx + rx); column += 1) {
      if (((column + 0.5 - cx) / rx) ** 2 + ((row + 0.5 - cy) / ry) ** 2 > 1) continue;
      const value = samples[row * columns + column];
      count += 1;
      sum += value;
      squares += value * value;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
  }
  if (!count) return null;
  const mean = sum / count;
  const sd = Math.sqrt(Math.max(0, squares / count - mean * mean)) * Math.abs(slope);
  const real = (value) => value * slope + intercept;
  const ends = [real(least), real(most)].sort((one, other) => one - other);
  const area = Math.PI * rx * ry * (spacing ? spacing[0] * spacing[1] : 1);
  return { count, mean: real(mean), sd, least: ends[0], most: ends[1], area, unit: spacing ? 'mm²' : 'px²' };
}

/** Return a number with as many digits as it deserves, with a true minus. */
export function shown(value) {
  const digits = Math.abs(value) >= 100 ? 0 : 1;
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text.replace('-', '−');
}

/** Return a window in words, as radiologists write it. */
export function windowWords({ centre, width }) {
  const brief = (value) => (Number.isInteger(value) || Math.abs(value) >= 20 ? shown(Math.round(value)).replace(/\.0$/, '') : shown(value));
  return `W ${brief(width)}  L ${brief(centre)}`;
}

/** Return a measure in words; `stack` has spacing, slope, intercept and unit, `samples` are those of its frame, if loaded. */
export function inWords({ tool, points }, stack, samples) {
  const [a, b, c] = points;
  if (tool === 'distance') {
    const { value, unit } = distance(a, b, stack.spacing);
    return `${shown(value)} ${unit}`;
  }
  if (tool === 'angle') return `${shown(angle(a, b, c, stack.spacing))}°`;
  const found = samples && inEllipse(samples, stack, a, b, stack);
  if (!found) return 'No pixel inside';
  const unit = stack.unit ? ` ${stack.unit}` : '';
  return `Mean ${shown(found.mean)}${unit}, SD ${shown(found.sd)}, ${shown(found.area)} ${found.unit}`;
}
