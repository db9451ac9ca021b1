// Boxes on a picture: {left, top, width, height} in whole pixels of it. Nothing here knows of a page.

/** The least side of a box; smaller ones cannot be taken hold of. */
export const LEAST = 8;

function within(value, low, high) {
  return Math.min(Math.max(value, low), Math.max(low, high));
}

/** Return a box of whole pixels that lies inside the picture. */
export function fitted(box, size) {
  const width = within(Math.round(box.width), Math.min(LEAST, size.width), size.width);
  const height = within(Math.round(box.height), Math.min(LEAST, size.height), size.height);
  return {
    left: within(Math.round(box.left), 0, size.width - width),
    top: within(Math.round(box.top), 0, size.height - height),
    width,
    height,
  };
}

/** Return the box moved by (x, y), as far as the picture goes. */
export function moved(box, x, y, size) {
  return fitted({ ...box, left: box.left + x, top: box.top + y }, size);
}

/** Return the box with some of its edges moved by (x, y); `edges` names them: 'n', 'se' … The others stay where they are. */
export function resized(box, edges, x, y, size) {
  const right = box.left + box.width;
  const bottom = box.top + box.height;
  const left = edges.includes('w') ? within(box.left + x, 0, right - LEAST) : box.left;
  const top = edges.includes('n') ? within(box.top + y, 0, bottom - LEAST) : box.top;
  const newRight = edges.includes('e') ? within(right + x, left + LEAST, size.width) : right;
  const newBottom = edges.includes('s') ? within(bottom + y, top + LEAST, size.height) : bottom;
  return fitted({ left, top, width: newRight - left, height: newBottom - top }, size);
}

/** Return the box between two points. */
export function between(from, to, size) {
  return fitted({
    left: Math.min(from.x, to.x),
    top: Math.min(from.y, to.y),
    width: Math.abs(to.x - from.x),
    height: Math.abs(to.y - from.y),
  }, size);
}

/** Return what is left of a box where another lies over it: up to four boxes. */
function without(box, over) {
  const left = Math.max(box.left, over.left);
  const top = Math.max(box.top, over.top);
  const right = Math.min(box.left + box.width, over.left + over.width);
  const bottom = Math.min(box.top + box.height, over.top + over.height);
  if (left >= right || top >= bottom) return [box];
  const end = { x: box.left + box.width, y: box.top + box.height };
  return [
    { left: box.left, top: box.top, width: box.width, height: top - box.top },
    { left: box.left, top: bottom, width: box.width, height: end.y - bottom },
    { left: box.left, top, width: left - box.left, height: bottom - top },
    { left: right, top, width: end.x - right, height: bottom - top },
  ].filter(({ width, height }) => width > 0 && height > 0);
}

/** Return how much of a box is hidden under `covers`, 0 to 1. */
export function shareCovered(box, covers) {
  const left = covers.reduce((rest, over) => rest.flatMap((piece) => without(piece, over)), [box]);
  const area = left.reduce((sum, { width, height }) => sum + width * height, 0);
  return 1 - area / (box.width * box.height);
}

/** Return the part of a box inside another, or null where they do not meet. */
export function overlap(box, frame) {
  const left = Math.max(box.left, frame.left);
  const top = Math.max(box.top, frame.top);
  const width = Math.min(box.left + box.width, frame.left + frame.width) - left;
  const height = Math.min(box.top + box.height, frame.top + frame.height) - top;
  return width > 0 && height > 0 ? { left, top, width, height } : null;
}

/** Return a box in words: where and how large. */
export function inWords({ left, top, width, height }) {
  return `${left} from the left, ${top} from the top, ${width} wide, ${height} high`;
}
