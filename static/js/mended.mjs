// An answer that finds a field in order takes away the refusal that stood beside it: data-for names the field.

export function bindMended(answer) {
  const input = document.getElementById(answer.dataset.for);
  const line = document.getElementById(`${answer.dataset.for}-error`);
  if (!input || !line) return;
  line.remove();
  input.removeAttribute('aria-invalid');
  const left = (input.getAttribute('aria-describedby') ?? '').split(/\s+/).filter((id) => id && id !== line.id);
  input.setAttribute('aria-describedby', left.join(' '));
}
