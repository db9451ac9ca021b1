// Sends one file and tells how far it is. XMLHttpRequest, because fetch does not say how much has gone out.

import { csrfToken, refreshToken } from './http.mjs';

function sendOnce(url, file, { signal, onProgress, fields = {} }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const data = new FormData();
    // The name of a file often holds the patient's; it never leaves this device.
    data.append('file', file, 'image');
    for (const [name, value] of Object.entries(fields)) data.append(name, value);
    request.open('POST', url);
    request.responseType = 'text';
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('X-CSRFToken', csrfToken());
    request.setRequestHeader('X-Requested-With', 'fetch');
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total ? loaded / total : 0));
    request.addEventListener('load', () => resolve({ status: request.status, text: request.responseText }));
    request.addEventListener('error', () => resolve({ status: 0, text: '' }));
    request.addEventListener('abort', () => reject(new DOMException('Cancelled', 'AbortError')));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(data);
  });
}

function parsed({ status, text }) {
  try {
    return { status, body: JSON.parse(text) };
  } catch {
    return { status, body: {} };
  }
}

/** Send `file`; returns {status, body}, status 0 where no answer came. Rejects with AbortError when cancelled. */
export async function upload(url, file, options) {
  const answer = parsed(await sendOnce(url, file, options));
  if ((answer.status === 400 || answer.status === 403) && (await refreshToken())) return parsed(await sendOnce(url, file, options));
  return answer;
}

const KEPT = 'The picture is still in this page.';

/** Return the sentence for a failed answer: the server's own where it gave one. */
export function failureOf({ status, body }) {
  const said = typeof body.error === 'string' ? body.error : body.error?.advice;
  if (!status) return `No connection. ${KEPT} Try again when you are back.`;
  if (status === 401) return `You were signed out. ${KEPT} Sign in in a new tab, then try again.`;
  if (said) return said;
  if (status === 403) return `This was refused. ${KEPT} If you were signed out or suspended meanwhile, sign in again.`;
  if (status === 404 || status === 410) return 'The server no longer holds the picture. Try again: it is sent anew.';
  if (status === 413) return 'This file is too large: 20 MB is the most. Send a smaller copy.';
  if (status === 429) return `Too many in a short time. ${KEPT} Wait a minute and try again.`;
  return `Something failed on our side. ${KEPT} Try again.`;
}

/** Return why a file need not even be sent, or ''. */
export function refusalOf(file, maxBytes) {
  if (file.type.startsWith('video/')) return 'Video cannot be added. Save the frame that shows the finding as a picture, and add that.';
  if (!file.size) return 'This file is empty. Choose another.';
  const megabytes = (bytes) => Math.ceil(bytes / 2 ** 20);
  if (file.size > maxBytes) return `This file has ${megabytes(file.size)} MB; ${megabytes(maxBytes)} MB is the most. Send a smaller copy, or for a study a part of the series.`;
  return '';
}
