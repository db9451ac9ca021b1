// The live preview of a composer: POST /gate/preview answers the text as it would be shown; while open it follows the text.

import { meta } from './dom.mjs';
import { post } from './http.mjs';

const DEBOUNCE_MS = 500;

export function bindPreview(button) {
  const textarea = document.getElementById(button.dataset.for);
  const section = document.getElementById(`${button.dataset.for}-preview`);
  const place = section?.querySelector('[data-preview]');
  if (!textarea || !place) return;
  let timer = 0;
  let flight = null;
  const show = async () => {
    flight?.abort();
    flight = new AbortController();
    const params = new URLSearchParams({ csrf_token: meta('csrf-token'), text: textarea.value, surface: button.dataset.surface });
    try {
      const response = await post(`${meta('gate')}/preview`, params, { signal: flight.signal, accept: 'text/html' });
      // The answer is our own renderer's output, cleaned on the server; scripts and styles in it are refused by the policy.
      if (response.ok) place.innerHTML = await response.text();
      else if (response.status === 422) place.textContent = await response.text();
      else place.textContent = 'The preview is not to be had just now. What you wrote is untouched.';
    } catch (error) {
      if (error.name !== 'AbortError') place.textContent = 'No connection, so no preview. What you wrote is untouched.';
    }
  };
  button.hidden = false;
  button.addEventListener('click', () => {
    section.hidden = !section.hidden;
    button.setAttribute('aria-expanded', String(!section.hidden));
    button.textContent = section.hidden ? 'Preview' : 'Close the preview';
    if (!section.hidden) show();
  });
  textarea.addEventListener('input', () => {
    clearTimeout(timer);
    if (!section.hidden) timer = setTimeout(show, DEBOUNCE_MS);
  });
}
