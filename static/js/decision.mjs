// The reviewers' decision: a button, or its single key, opens a dialog with the reasons that carry it; figures choose, Enter
// decides. A question needs its words first. Without this script the form's own list of reasons is enough.

import { h } from './dom.mjs';

const FOLLOWS = {
  approve: 'They have a mail, and come in at once.',
  ask: 'They have a mail, and read your question as it stands.',
  reject: 'They have a mail, and can appeal.',
};

function reasonsOf(form, act) {
  return [...form.querySelectorAll(`optgroup[data-act="${act}"] option`)];
}

function fill(dialog, form, act) {
  const chosen = form.elements.reason.value;
  const lines = reasonsOf(form, act).map((option, place) =>
    h(
      'label',
      { class: 'choice' },
      h('input', { type: 'radio', name: 'sure-reason', value: option.value, required: true, checked: option.value === chosen }),
      h('span', {}, h('kbd', { 'aria-hidden': 'true' }, String(place + 1)), ' ', option.textContent),
    ),
  );
  dialog.querySelector('[data-reasons]').replaceChildren(h('div', { class: 'choices small' }, ...lines));
}

function open(dialog, form, button) {
  const verb = button.firstChild.textContent.trim();
  const yes = dialog.querySelector('[value="yes"]');
  dialog.querySelector('h2').textContent = `${verb}: ${form.dataset.name}`;
  dialog.querySelector('[data-follows]').textContent = button.dataset.follows ?? FOLLOWS[button.value];
  yes.textContent = verb;
  yes.classList.toggle('danger', button.value === 'reject');
  yes.classList.toggle('primary', button.value !== 'reject');
  fill(dialog, form, button.value);
  dialog.returnValue = '';
  dialog.showModal();
  (dialog.querySelector('input:checked') ?? dialog.querySelector('input')).focus();
}

function asksNothing(form, button) {
  const note = form.elements.note;
  if (button.value !== 'ask' || note.value.trim()) return false;
  note.setCustomValidity('Write the question first: the applicant reads it as it stands.');
  note.reportValidity();
  note.addEventListener('input', () => note.setCustomValidity(''), { once: true });
  return true;
}

function send(form, dialog, button) {
  form.elements.reason.value = dialog.querySelector('input:checked').value;
  form.dataset.sure = 'yes';
  form.requestSubmit(button);
}

export function bindDecision(form) {
  const dialog = document.getElementById('sure');
  if (!dialog?.showModal) return;
  let pressed = null;
  form.noValidate = true;
  form.addEventListener('submit', (event) => {
    // Other buttons of the form replace words or look again; they decide nothing.
    if (event.submitter?.name !== 'act' || form.dataset.sure) return;
    event.preventDefault();
    pressed = event.submitter;
    if (!asksNothing(form, pressed)) open(dialog, form, pressed);
  });
  dialog.addEventListener('close', () => {
    if (dialog.returnValue === 'yes') send(form, dialog, pressed);
    else pressed?.focus();
  });
  dialog.addEventListener('keydown', (event) => {
    const inputs = dialog.querySelectorAll('input');
    const input = /^[1-9]$/.test(event.key) ? inputs[Number(event.key) - 1] : null;
    if (input) input.checked = true;
    input?.focus();
  });
}
