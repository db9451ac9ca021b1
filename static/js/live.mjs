// Keeps the lists of a waiting page fresh: asks for the parts marked data-live and puts in what differs. Where the page
// itself would be another (205), it is loaded anew, unless somebody is writing in it: then a link offers that.

import { h } from './dom.mjs';
import { bind } from './registry.mjs';

const ANOTHER_PAGE = 205;
const isOver = (answer) => answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 403;

function ask(url) {
  // A sign-in that has ended leads elsewhere; that is not to be followed from here.
  return fetch(url, { headers: { Accept: 'text/html' }, credentials: 'same-origin', redirect: 'manual' });
}

function put(html) {
  const answer = new DOMParser().parseFromString(html, 'text/html');
  let changed = false;
  for (const fresh of answer.querySelectorAll('[data-live]')) {
    const shown = document.getElementById(fresh.id);
    // What has the focus is left until the next time.
    if (!shown || shown.innerHTML === fresh.innerHTML || shown.contains(document.activeElement)) continue;
    shown.replaceChildren(...fresh.childNodes);
    bind(shown);
    changed = true;
  }
  return changed;
}

export function bindLive(news) {
  let wrote = false;
  let timer = 0;
  document.addEventListener('input', () => { wrote = true; });

  const say = (...words) => {
    news.replaceChildren(h('div', { class: 'gut' }), h('p', {}, ...words));
  };
  const turn = () => {
    clearInterval(timer);
    if (wrote) say('There is news of your application. ', h('a', { href: location.pathname }, 'Show it'));
    else location.replace(location.pathname);
  };
  const look = async () => {
    if (document.hidden) return;
    const answer = await ask(news.dataset.url).catch(() => null);
    if (answer?.status === ANOTHER_PAGE) turn();
    else if (answer?.status === 200 && put(await answer.text())) say('The checks below are new.');
    else if (answer && isOver(answer)) clearInterval(timer);
  };
  timer = setInterval(look, Number(news.dataset.everyS) * 1000);
  document.addEventListener('visibilitychange', look);
}
