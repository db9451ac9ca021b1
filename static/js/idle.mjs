// Warns before the idle log-off, in every tab alike, and carries it out. The server ends idle sign-ins by itself; here the
// page goes too, so that nothing clinical stands on a screen nobody sits at.

import { meta } from './dom.mjs';
import { post } from './http.mjs';

const KEY = 'medpeer.asked-at';
const EVERY_MS = 1000;
const WARN_S = 120;
// The cookie says once a minute, not with each request, when its owner was last there.
const COOKIE_S = 60;

function noteRequest() {
  localStorage.setItem(KEY, String(Date.now()));
}

function inWords(seconds) {
  if (seconds > 60) return `${Math.ceil(seconds / 60)} minutes`;
  return seconds === 1 ? '1 second' : `${seconds} seconds`;
}

async function signOut(url) {
  // Already ended on the server, this is refused; the way leads to the same page.
  await post(url, new FormData()).catch(() => null);
  location.assign(`${meta('sign-in')}?next=${encodeURIComponent(location.pathname)}`);
}

export function bindIdle(dialog) {
  try {
    noteRequest();
  } catch {
    // Without storage a tab knows nothing of its neighbours, and could sign out somebody who works in another.
    return;
  }
  const lastsS = Number(dialog.dataset.idleS) - COOKIE_S;
  const warnS = Math.min(WARN_S, lastsS / 2);
  const left = dialog.querySelector('[data-left]');
  document.addEventListener('htmx:after:request', noteRequest);
  document.addEventListener('medpeer:asked', noteRequest);
  dialog.querySelector('[data-stay-here]').addEventListener('click', async () => {
    const answer = await post(dialog.dataset.stay, new FormData()).catch(() => null);
    if (answer?.ok) dialog.close();
  });
  const timer = setInterval(() => {
    const leftS = Math.round(lastsS - (Date.now() - Number(localStorage.getItem(KEY))) / 1000);
    if (leftS <= 0) {
      clearInterval(timer);
      signOut(dialog.dataset.signOut);
    } else if (leftS <= warnS) {
      left.textContent = inWords(leftS);
      if (!dialog.open) dialog.showModal();
    } else if (dialog.open) dialog.close();
  }, EVERY_MS);
}
