// A form with data-module="guarded" is sent in the background, so that an expired session, a stale token or a lost line
// cannot take what was typed. Answers:
//   a redirect, or JSON {"location"}      stored: the draft is forgotten, the browser goes there
//   422 with JSON {"fields"[, "risk"]}    findings, as from /gate/check: marked in place
//   422 (or 200) with a page              its findings in place; where it has field errors, its <main> takes this one's place
//   JSON {"error": {"advice"}}            the text stays, the advice is shown
//   anything else                         the text stays and the form says what to do (connection.mjs)
// `medpeer:stored` is fired on the form when its text was stored.

import { clearFailure, detailsOf, showFailure } from './connection.mjs';
import { icon, meta } from './dom.mjs';
import { gateOf } from './gate.mjs';
import { csrfToken, post, refreshToken } from './http.mjs';
import { bind } from './registry.mjs';

function paramsOf(form, submitter) {
  const data = new FormData(form, submitter);
  if (data.has('csrf_token')) data.set('csrf_token', csrfToken());
  return form.enctype === 'multipart/form-data' ? data : new URLSearchParams(data);
}

function addressOf(form, submitter) {
  // Attributes, because a field called "action" would hide the property.
  return submitter?.getAttribute('formaction') || form.getAttribute('action') || location.href;
}

function busy(button, on) {
  if (!button) return;
  if (on) {
    button.dataset.words = button.textContent;
    button.setAttribute('aria-busy', 'true');
    button.replaceChildren(icon('loader-circle'), button.dataset.busy ?? 'Sending');
  } else {
    button.removeAttribute('aria-busy');
    button.replaceChildren(button.dataset.words ?? '');
  }
}

function isSignIn(url) {
  const signIn = meta('sign-in');
  return Boolean(signIn) && new URL(url).pathname === new URL(signIn, location.href).pathname;
}

function stored(form, url) {
  form.dispatchEvent(new CustomEvent('medpeer:stored'));
  if (url === location.href) location.reload();
  else location.assign(url);
}

/** Lead to what was refused first: the summary of a page's errors where it has one, else the field. */
export function focusFault(main) {
  const fault = main.querySelector('.errsum') ?? main.querySelector('[aria-invalid="true"]');
  fault?.focus();
  return Boolean(fault);
}

function takeMain(page) {
  const fresh = page.getElementById('main');
  document.getElementById('main').replaceWith(fresh);
  document.title = page.title || document.title;
  bind(fresh);
  if (!focusFault(fresh)) fresh.focus();
}

function showFindings(form, answer) {
  const gate = gateOf(form);
  gate.apply(answer);
  gate.stop();
}

function showPage(form, html) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const given = page.querySelector('[data-gate-findings]')?.dataset.gateFindings;
  const answer = JSON.parse(given ?? 'null');
  if (answer?.fields.some(({ spans }) => spans.length) && !page.querySelector('.errsum, .fielderr')) {
    showFindings(form, { fields: Object.fromEntries(answer.fields.map(({ field, spans }) => [field, { spans }])), risk: answer.risk });
    return true;
  }
  if (!page.getElementById('main')) return false;
  takeMain(page);
  return true;
}

async function refused(form, response) {
  const json = response.headers.get('Content-Type')?.includes('json');
  if (json) {
    const answer = await response.clone().json();
    if (answer.fields) return showFindings(form, answer);
  } else if (showPage(form, await response.text())) {
    return undefined;
  }
  return showFailure(form, response.status, await detailsOf(response));
}

async function answered(form, response) {
  const json = response.headers.get('Content-Type')?.includes('json');
  if (response.redirected) return isSignIn(response.url) ? showFailure(form, 401) : stored(form, response.url);
  if (response.ok && json) return stored(form, (await response.json()).location ?? location.href);
  if (response.ok || response.status === 422) return refused(form, response);
  return showFailure(form, response.status, await detailsOf(response));
}

async function send(form, submitter) {
  const ask = () => post(addressOf(form, submitter), paramsOf(form, submitter), { accept: 'application/json, text/html;q=0.9' });
  const response = await ask();
  // A stale token is the commonest refusal and heals by itself.
  if ((response.status === 400 || response.status === 403) && (await refreshToken())) return ask();
  return response;
}

async function submit(form, submitter) {
  if (form.dataset.sending) return;
  form.dataset.sending = 'yes';
  clearFailure(form);
  busy(submitter, true);
  try {
    await answered(form, await send(form, submitter));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    showFailure(form, 0);
  } finally {
    delete form.dataset.sending;
    busy(submitter, false);
  }
}

export function bindGuarded(form) {
  form.addEventListener('submit', (event) => {
    if (event.defaultPrevented || event.submitter?.formMethod === 'dialog') return;
    event.preventDefault();
    submit(form, event.submitter);
  });
}
