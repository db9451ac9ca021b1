// The picture as it will be stored: boxes burnt in, cropped. Drawn here so that its author sees it; the server does it again
// from the decisions, on the picture it holds.

const SIDE = 2048;

/** Draw `image` with the decisions of `edit` into `canvas`. */
export function drawStored(canvas, image, edit) {
  const crop = edit.crop ?? { left: 0, top: 0, ...edit.size };
  const scale = Math.min(1, SIDE / Math.max(crop.width, crop.height));
  canvas.width = Math.max(1, Math.round(crop.width * scale));
  canvas.height = Math.max(1, Math.round(crop.height * scale));
  const pen = canvas.getContext('2d');
  pen.drawImage(image, crop.left, crop.top, crop.width, crop.height, 0, 0, canvas.width, canvas.height);
  // The server's own grey: on a black ground black boxes would not be seen.
  pen.fillStyle = '#404040';
  for (const { left, top, width, height } of edit.covers) {
    pen.fillRect((left - crop.left) * scale, (top - crop.top) * scale, width * scale, height * scale);
  }
}

/** Return a small copy of a drawn picture as a data address, for the list of what is added. */
export function smallCopy(canvas, side = 240) {
  const scale = Math.min(1, side / Math.max(canvas.width, canvas.height));
  const small = document.createElement('canvas');
  small.width = Math.max(1, Math.round(canvas.width * scale));
  small.height = Math.max(1, Math.round(canvas.height * scale));
  small.getContext('2d').drawImage(canvas, 0, 0, small.width, small.height);
  return { src: small.toDataURL('image/jpeg', 0.8), width: small.width, height: small.height };
}
