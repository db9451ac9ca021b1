// What can go wrong between the page and the server, said in words that tell what to do. A failure never takes typed text:
// it stays in the form, and the form says so.

import { h, icon } from './dom.mjs';
import { csrfToken, refreshToken } from './http.mjs';

const OFFLINE = 'You are offline. What you write stays on this device and is checked when you are back.';

function signInLink() {
  const href = document.querySelector('meta[name="sign-in"]')?.content;
  return href ? h('a', { href, target: '_blank', rel: 'noopener' }, 'Sign in, in a new tab') : null;
}

/** Return the sentences for a failed request; status 0 means that no answer came. */
function failureWords(status, incident) {
  if (!status) return ['No connection, so nothing was stored.', 'Your text is still here. Try again when you are back.'];
  if (status === 401) return ['You were signed out, so nothing was stored.', 'Your text is still here. Sign in, come back to this page and try again.'];
  if (status === 400 || status === 403) return ['This was refused, so nothing was stored.', 'Your text is still here. If you were signed out or suspended meanwhile, sign in again.'];
  if (status === 404 || status === 410) return ['What you answer to is gone, so nothing was stored.', 'Your text is still here; copy it before you leave.'];
  if (status === 409) return ['The record changed while you wrote, so nothing was stored.', 'Your text is still here. Reload in a new tab to see what is new, then try again.'];
  if (status === 422) return ['Something must change first, so nothing was stored.', 'Your text is still here.'];
  if (status === 413) return ['This is too long, so nothing was stored.', 'Your text is still here. Shorten it and try again.'];
  if (status === 429) return ['Too many in a short time, so nothing was stored.', 'Your text is still here. Wait a minute and try again.'];
  return ['Something failed on our side, so nothing was stored.', `Your text is still here. Try again.${incident ? ` Incident ${incident}.` : ''}`];
}

function placeOf(form) {
  const known = form.querySelector('[data-gate-error]');
  if (known) return known;
  const made = h('div', { class: 'posterr', 'data-gate-error': true, role: 'alert' });
  (form.querySelector('.actions') ?? form.lastElementChild).before(made);
  return made;
}

/** Take the form's failure notice away. */
export function clearFailure(form) {
  form.querySelector('.notice.must')?.remove();
}

/** Return what an answer in JSON says of itself: {advice, incident}, both '' where it says nothing. */
export async function detailsOf(response) {
  const json = response.headers.get('Content-Type')?.includes('json');
  const { error } = json ? await response.json().catch(() => ({})) : {};
  return { advice: error?.advice ?? '', incident: error?.incident ?? response.headers.get('X-Incident-Id') ?? '' };
}

/** Say in the form that nothing was stored, why, and what to do; the server's own advice where it gave one. */
export function showFailure(form, status, { advice = '', incident = '' } = {}) {
  clearFailure(form);
  const [what, known] = failureWords(status, incident);
  const then = advice && status !== 401 ? `Your text is still here. ${advice}` : known;
  const link = [401, 400, 403].includes(status) ? signInLink() : null;
  placeOf(form).append(h('div', { class: 'notice must' }, icon('octagon-x'), h('span', {}, h('b', {}, what), ' ', then), link));
  if (link) addEventListener('focus', () => refreshToken(), { once: true });
}

function showOffline(on) {
  for (const form of document.querySelectorAll('form[data-module~="guarded"], form[data-module~="draft"]')) {
    form.querySelector('[data-offline]')?.remove();
    if (!on) continue;
    const line = h('p', { class: 'meta inlineic', role: 'status', 'data-offline': true }, icon('cloud-off'), h('span', {}, OFFLINE));
    (form.querySelector('.actions') ?? form.lastElementChild)?.before(line);
  }
}

function onHtmxAnswer(event) {
  const { ctx } = event.detail;
  const form = ctx.sourceElement?.closest?.('form');
  const { status } = ctx.response;
  if (status < 400) {
    if (form && ctx.request.method !== 'GET') form.dispatchEvent(new CustomEvent('medpeer:stored'));
    return;
  }
  // 422 brings findings or field errors to show; the rest would put an error page where text is.
  if (status === 422) return;
  event.preventDefault();
  if (form) showFailure(form, status, { incident: ctx.response.headers.get('X-Incident-Id') ?? '' });
}

/** Watch the line and htmx's requests. */
export function watchRequests() {
  addEventListener('offline', () => showOffline(true));
  addEventListener('online', () => showOffline(false));
  document.addEventListener('htmx:config:request', (event) => {
    event.detail.ctx.request.headers['X-CSRFToken'] = csrfToken();
  });
  document.addEventListener('htmx:after:request', onHtmxAnswer);
  document.addEventListener('htmx:error', (event) => {
    const form = event.detail.ctx?.sourceElement?.closest?.('form');
    if (form) showFailure(form, 0);
  });
}
