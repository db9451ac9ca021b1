// Search without leaving the page: ticks narrow at once, and going back from a result shows the results again. The query
// is kept in this entry of the tab's history, on this device, and nowhere else.

import { register } from './registry.mjs';

function remember(form) {
  history.replaceState({ ...history.state, search: form.elements.q.value }, '', form.getAttribute('action'));
}

/** Show the answer from its beginning, and let readers go on from there when the button they pressed is gone. */
function bring(results) {
  if (results.getBoundingClientRect().top < 0) results.scrollIntoView();
  if (document.activeElement === document.body) results.focus({ preventScroll: true });
}

function bindSearch(form) {
  document.documentElement.classList.add('scripted');
  document.addEventListener('htmx:after:swap', () => {
    // What a button asked stands in the box now.
    remember(form);
    bring(document.getElementById('results'));
  });
  const kept = history.state?.search;
  if (kept && !form.elements.q.value) {
    form.elements.q.value = kept;
    form.requestSubmit();
  } else if (form.elements.q.value) {
    // A page that came by POST would ask to be sent again on reload and on the way back.
    remember(form);
  }
}

function bindNarrow(panel) {
  panel.addEventListener('change', () => document.getElementById('search').requestSubmit());
}

register('search', bindSearch);
register('narrow', bindNarrow);
