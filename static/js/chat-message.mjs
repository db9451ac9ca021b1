// One message of a room as templates/chat/_message.html draws it, and the days between messages in the reader's own time.

import { h, icon } from './dom.mjs';

const TOMBS = {
  hidden: ['Hidden: may identify a patient.', 'A moderator decides. Nobody else can read it until then.'],
  purged: ['Taken down and purged.', 'It identified a patient. No copy is kept.'],
  withdrawn: ['Withdrawn by author.', ''],
};

/** Say a <time> of today's hours in the reader's own zone. */
export function localTime(time) {
  time.textContent = new Date(time.dateTime).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  return time;
}

function badge(specialty) {
  const sign = icon('badge-check');
  sign.removeAttribute('aria-hidden');
  sign.setAttribute('role', 'img');
  sign.setAttribute('aria-label', 'Verified');
  return h('span', { class: 'spec' }, sign, specialty);
}

function reportLink(frame, address) {
  if (!address || frame.mine || frame.state !== 'visible') return null;
  const href = address.replace(/0(?=\D*$)/, frame.id);
  return h('a', { class: 'reportlink', href }, 'Report', h('span', { class: 'sr' }, ' this message'));
}

function content(frame) {
  const box = h('div', { class: 'txt' });
  if (frame.state === 'visible') {
    // The server's own rendering of a cleared text, the same as in the page.
    box.innerHTML = frame.html;
    return box;
  }
  const [what, then] = TOMBS[frame.state] ?? TOMBS.hidden;
  box.append(h('p', { class: `tombstone ${frame.state}` }, icon(frame.state === 'withdrawn' ? 'undo-2' : 'octagon-x'), h('span', {}, h('b', {}, what), ' ', then)));
  return box;
}

/** Return the list item of a frame. */
export function messageItem(frame, reportAddress) {
  const time = localTime(h('time', { datetime: frame.sent_at }));
  const spec = frame.mine || !frame.who.specialty ? null : badge(frame.who.specialty);
  const by = h('span', { class: 'by' }, h('b', {}, frame.mine ? 'You' : frame.who.name), spec, ' ', time, ' ', reportLink(frame, reportAddress));
  return h('li', { class: `msg${frame.mine ? ' mine' : ''}`, id: `m${frame.id}`, 'data-id': frame.id, 'data-seq': frame.seq }, by, content(frame));
}

function dayWords(date) {
  const midnight = (day) => new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
  const days = Math.round((midnight(new Date()) - midnight(date)) / 86400000);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  return date.toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });
}

/** Draw the line before each day's first message anew, and the badge once a run of one person's messages. */
export function drawDays(list) {
  for (const old of list.querySelectorAll('.day:not([data-empty])')) old.remove();
  let day = '';
  let name = '';
  for (const item of list.querySelectorAll('.msg[data-id]')) {
    const date = new Date(item.querySelector('time').dateTime);
    const now = item.querySelector('.by b').textContent;
    if (date.toDateString() !== day) {
      const line = h('li', { class: 'day' }, h('span', {}, dayWords(date)));
      const rule = item.previousElementSibling;
      (rule?.classList.contains('newline') ? rule : item).before(line);
      name = '';
    }
    item.classList.toggle('run', now === name);
    day = date.toDateString();
    name = now;
  }
}
