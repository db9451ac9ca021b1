// A room's conversation over the socket: what is written appears at once and says where it stands, what others write arrives
// by itself, and what was missed while the line was down is fetched exactly. Without this the page's own forms do the same.

import { h, icon } from './dom.mjs';
import { held, taken } from './chat-held.mjs';
import { drawDays, localTime, messageItem } from './chat-message.mjs';
import { gateOf } from './gate.mjs';
import { register } from './registry.mjs';

const ACK_MS = 8000;
const READ_MS = 800;
const NEAR_PX = 80;
const AWAY = 'Reconnecting. What you write is kept and sent when the line is back.';
const SIGNED_OUT = 'You are signed out. What you wrote is still here: sign in in another tab, then come back.';

function newKey() {
  return crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, '0')).join('');
}

class Conversation {
  constructor(section) {
    this.section = section;
    this.room = section.dataset.room;
    this.list = section.querySelector('[data-messages]');
    this.form = section.querySelector('[data-send]');
    this.live = section.querySelector('[data-live]');
    this.line = section.querySelector('[data-line]');
    this.lastSeq = Number(section.dataset.lastSeq);
    this.atNewest = section.dataset.newest === 'yes';
    this.unsent = new Map();
    this.failures = 0;
    this.everOpen = false;
    this.catching = null;
    this.jump = h('button', { class: 'btn jump', type: 'button', hidden: true, onclick: () => this.toEnd() });
    this.list.after(this.jump);
  }

  start() {
    for (const time of this.list.querySelectorAll('time[datetime]')) localTime(time);
    drawDays(this.list);
    this.list.querySelector('.newline form')?.remove();
    this.list.querySelector('[data-end]').remove();
    this.place();
    this.bindList();
    if (this.form) this.bindForm();
    this.open();
  }

  /* the line */

  open() {
    const socket = window.io({ transports: ['websocket', 'polling'], tryAllTransports: true, reconnectionDelayMax: 8000 });
    this.socket = socket;
    socket.on('connect', () => this.onOpen());
    socket.on('disconnect', (reason) => this.onClosed(reason));
    socket.on('connect_error', () => this.onRefused());
    socket.on('message', (frame) => this.take(frame));
    socket.on('changed', (frame) => this.change(frame));
    socket.on('presence', ({ room, present }) => room === this.room && this.showPresence(present));
    addEventListener('beforeunload', (event) => this.unsent.size && event.preventDefault());
  }

  async call(name, given) {
    try {
      return await this.socket.timeout(ACK_MS).emitWithAck(name, { room: this.room, ...given });
    } catch {
      return null;
    }
  }

  async onOpen() {
    this.everOpen = true;
    this.failures = 0;
    const joined = await this.call('join');
    if (!joined?.ok) return;
    this.say('');
    this.showPresence(joined.present);
    await this.catchUp();
    for (const one of [...this.unsent.values()]) if (one.waiting) this.transmit(one);
  }

  onClosed(reason) {
    if (reason === 'io client disconnect') return;
    this.say(AWAY);
    // A server that cuts a socket means it; asking again tells why.
    if (reason === 'io server disconnect') this.socket.connect();
  }

  async onRefused() {
    this.failures += 1;
    if (this.everOpen || this.failures > 1) this.say(AWAY);
    if (this.failures !== 2) return;
    const page = await fetch(location.href, { redirect: 'manual' }).catch(() => null);
    if (page?.type === 'opaqueredirect') this.waitForSignIn();
  }

  waitForSignIn() {
    this.socket.disconnect();
    this.say(SIGNED_OUT);
    this.failures = 0;
    addEventListener('focus', () => this.socket.connect(), { once: true });
  }

  say(words) {
    if (this.line.textContent === words) return;
    this.line.replaceChildren(...(words ? [icon('wifi-off'), h('span', {}, words)] : []));
    this.line.hidden = !words;
  }

  /** Say how many are here, as roughly as the server does. */
  showPresence(present) {
    const words = present ? `${present} or more here now` : 'fewer than 5 here now';
    this.section.querySelector('[data-presence]').textContent = ` · ${words}`;
  }

  /* what arrives */

  take(frame) {
    if (frame.room !== this.room || !this.atNewest) return;
    if (this.find(frame.id)) this.change(frame);
    else if (frame.seq === this.lastSeq + 1) this.append(frame);
    else if (frame.seq > this.lastSeq) this.catchUp();
  }

  /** Fetch what came after the last message shown, until nothing is missing; one fetch at a time. */
  catchUp() {
    this.catching ??= this.fetchMissed().finally(() => {
      this.catching = null;
    });
    return this.catching;
  }

  async fetchMissed() {
    let more = this.atNewest;
    while (more) {
      const answer = await this.call('history', { after: this.lastSeq });
      if (!answer?.ok) return;
      for (const frame of answer.messages) if (frame.seq > this.lastSeq) this.append(frame);
      more = answer.more;
    }
  }

  append(frame) {
    const stays = this.isNearEnd() || frame.mine;
    this.lastSeq = frame.seq;
    this.list.querySelector('[data-empty]')?.remove();
    for (const one of this.unsent.values()) if (one.id === frame.id) this.forget(one);
    const item = messageItem(frame, this.section.dataset.report);
    this.list.insertBefore(item, this.list.querySelector('[data-key]'));
    drawDays(this.list);
    if (stays) this.toEnd();
    else this.showJump();
    if (!frame.mine) this.live.textContent = `${frame.who.name}: ${item.querySelector('.txt').textContent}`;
    this.showInRooms(item, frame);
  }

  change(frame) {
    const old = this.find(frame.id);
    if (!old) return;
    old.replaceWith(messageItem({ ...frame, mine: frame.mine || old.classList.contains('mine') }, this.section.dataset.report));
  }

  find(id) {
    return this.list.querySelector(`[data-id="${id}"]`);
  }

  showInRooms(item, frame) {
    const link = document.querySelector(`.rooms a[data-slug="${this.room}"]`);
    if (!link || frame.state !== 'visible') return;
    link.querySelector('.y').textContent = `${frame.mine ? 'You' : frame.who.name}: ${item.querySelector('.txt').textContent.trim().slice(0, 80)}`;
    link.querySelector('.t').textContent = 'just now';
  }

  /* what is written */

  bindForm() {
    const text = this.form.elements.body;
    const send = (event) => {
      // Until the line has been open once, the form is sent like any other: what blocks sockets does not block pages.
      if (!this.everOpen) return;
      event.preventDefault();
      this.write();
    };
    this.form.querySelector('.send').addEventListener('click', send);
    text.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || matchMedia('(pointer: coarse)').matches) return;
      if (this.everOpen) send(event);
      else this.form.requestSubmit();
    });
  }

  write() {
    const text = this.form.elements.body;
    const body = text.value;
    if (!body.trim()) {
      text.focus();
      return;
    }
    const attestations = [...this.form.querySelectorAll('input[name="attest.body"]')].map(({ value }) => {
      const [start, end, category, reason] = value.split(':');
      return { start: Number(start), end: Number(end), category, reason };
    });
    this.clear();
    const one = { key: newKey(), body, attestations };
    this.unsent.set(one.key, one);
    this.transmit(one);
  }

  clear() {
    this.form.elements.body.value = '';
    this.form.dispatchEvent(new CustomEvent('medpeer:stored'));
    this.form.querySelector('[data-cards]').hidden = true;
    this.form.elements.body.focus();
  }

  /** Send a message, again with the same key where it was sent before: the server keeps one. */
  async transmit(one) {
    one.waiting = !this.socket.connected;
    this.show(one, 'sending', one.waiting ? 'waiting' : 'sending');
    if (one.waiting) return;
    const answer = await this.call('send', { body: one.body, client_key: one.key, attestations: one.attestations, confirmed: Boolean(one.confirmed) });
    if (!this.unsent.has(one.key)) return;
    if (!answer) this.unanswered(one);
    else if (answer.ok) this.stored(one, answer);
    else if (answer.fields) this.hold(one, answer.fields.body.spans);
    else if (answer.code === 'gate.unconfirmed') this.askWord(one, answer.advice);
    else this.fail(one, answer.advice);
  }

  /** Ask for the author's word that a recognisable message is as general as it can be. */
  askWord(one, advice) {
    const item = this.show(one, 'held', 'held');
    const send = () => this.transmit(Object.assign(one, { confirmed: true }));
    const confirm = h('button', { class: 'btn', type: 'button', onclick: send }, 'It is as general as it can be');
    const edit = h('button', { class: 'btn quiet', type: 'button', onclick: () => this.edit(one, []) }, 'Edit');
    item.querySelector('.txt').append(h('p', { class: 'meta' }, advice), h('p', { class: 'actions retry' }, confirm, edit));
    this.live.textContent = 'Not sent. It waits for your word.';
    this.toEnd();
  }

  unanswered(one) {
    if (this.socket.connected) this.fail(one, 'No answer came. Send it again: it is stored once.');
    else one.waiting = true;
  }

  stored(one, { id, seq }) {
    one.id = id;
    if (this.find(id)) this.forget(one);
    else if (seq > this.lastSeq) this.catchUp();
  }

  fail(one, advice) {
    const item = this.show(one, 'failed', 'not sent');
    const retry = h('button', { class: 'btn', type: 'button', onclick: () => this.transmit(one) }, 'Send again');
    const edit = h('button', { class: 'btn quiet', type: 'button', onclick: () => this.edit(one, []) }, 'Edit');
    item.querySelector('.txt').append(h('p', { class: 'meta' }, advice), h('p', { class: 'actions retry' }, retry, edit));
    this.toEnd();
  }

  hold(one, spans) {
    const item = this.show(one, 'held', 'held');
    const use = (body) => {
      Object.assign(one, { body, attestations: [] });
      this.transmit(one);
    };
    item.querySelector('.txt').replaceChildren(...held(one.body, spans, use, () => this.edit(one, spans)));
    this.live.textContent = 'Not sent. Something in it must go first.';
    this.toEnd();
  }

  /** Put a text that was not sent back into the composer, with what was found in it. */
  edit(one, spans) {
    const text = this.form.elements.body;
    this.forget(one);
    text.value = taken(text.value, one.body);
    text.dispatchEvent(new Event('input', { bubbles: true }));
    if (spans.length && text.value === one.body) gateOf(this.form).apply({ fields: { body: { spans } }, risk: null });
    this.form.querySelector('[data-cards]').hidden = !spans.length;
    text.focus();
  }

  show(one, css, state) {
    const by = h('span', { class: 'by' }, h('b', {}, 'You'), ' ', h('time', {}, state));
    const paragraphs = one.body.split(/\n{2,}/).map((part) => h('p', {}, part));
    const item = h('li', { class: `msg mine ${css}`, 'data-key': one.key }, by, h('div', { class: 'txt' }, ...paragraphs));
    const old = this.list.querySelector(`[data-key="${one.key}"]`);
    if (old) old.replaceWith(item);
    else this.list.append(item);
    this.toEnd();
    return item;
  }

  forget(one) {
    this.unsent.delete(one.key);
    this.list.querySelector(`[data-key="${one.key}"]`)?.remove();
  }

  /* where one reads */

  bindList() {
    this.list.addEventListener('scroll', () => this.onScroll(), { passive: true });
    // The list gives way to a growing composer or a keyboard; whoever reads the end goes on reading it.
    new ResizeObserver(() => this.nearEnd && this.toEnd()).observe(this.list);
    document.addEventListener('visibilitychange', () => this.isNearEnd() && this.reached());
    this.list.addEventListener('click', (event) => {
      const link = event.target.closest('[data-older]');
      if (!link || !this.socket.connected) return;
      event.preventDefault();
      this.older(link);
    });
  }

  place() {
    if (location.hash && location.hash !== '#end') return;
    const fresh = this.list.querySelector('.newline');
    if (fresh) this.list.scrollTop = fresh.offsetTop - this.list.offsetTop - this.list.clientHeight / 3;
    else if (this.atNewest) this.toEnd();
  }

  onScroll() {
    this.nearEnd = this.isNearEnd();
    if (this.nearEnd) this.reached();
  }

  isNearEnd() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR_PX;
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
    this.reached();
  }

  showJump() {
    this.waitingBelow = (this.waitingBelow ?? 0) + 1;
    this.jump.textContent = `${this.waitingBelow} new below`;
    this.jump.hidden = false;
  }

  reached() {
    this.waitingBelow = 0;
    this.jump.hidden = true;
    clearTimeout(this.readTimer);
    this.readTimer = setTimeout(() => this.markRead(), READ_MS);
  }

  markRead() {
    if (document.hidden || !this.socket?.connected || !this.atNewest || this.lastSeq <= (this.readSeq ?? -1)) return;
    this.readSeq = this.lastSeq;
    this.call('read', { seq: this.lastSeq });
  }

  async older(link) {
    const first = this.list.querySelector('[data-seq]');
    const answer = await this.call('history', { before: Number(first.dataset.seq) });
    if (!answer?.ok) {
      location.assign(link.href);
      return;
    }
    const below = this.list.scrollHeight - this.list.scrollTop;
    const items = answer.messages.map((frame) => messageItem(frame, this.section.dataset.report));
    link.closest('li').after(...items);
    if (!answer.more) link.closest('li').remove();
    drawDays(this.list);
    this.list.scrollTop = this.list.scrollHeight - below;
  }
}

register('chat', (section) => {
  if (window.io) new Conversation(section).start();
});
