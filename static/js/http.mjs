// Requests to our own server, with the CSRF token; the token can be fetched anew when a session has changed.

import { meta } from './dom.mjs';

/** Return the CSRF token of this page. */
export function csrfToken() {
  return meta('csrf-token');
}

/** POST `params` (URLSearchParams or FormData) and return the response; rejects only when the network fails. */
export async function post(url, params, { signal, accept = 'application/json' } = {}) {
  const response = await fetch(url, {
    method: 'POST',
    body: params,
    signal,
    headers: { 'X-CSRFToken': csrfToken(), 'X-Requested-With': 'fetch', Accept: accept },
    credentials: 'same-origin',
  });
  if (response.ok) document.dispatchEvent(new CustomEvent('medpeer:asked'));
  return response;
}

/** Fetch this page's token again and put it into the page; return whether it changed. */
export async function refreshToken() {
  try {
    const response = await fetch(location.href, { headers: { Accept: 'text/html' }, credentials: 'same-origin' });
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const fresh = page.querySelector('meta[name="csrf-token"]')?.content;
    if (!fresh || fresh === csrfToken()) return false;
    document.querySelector('meta[name="csrf-token"]').content = fresh;
    for (const input of document.querySelectorAll('input[name="csrf_token"]')) input.value = fresh;
    return true;
  } catch {
    return false;
  }
}
