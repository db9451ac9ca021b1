// Light, dark, or as the device: the choice is kept on this device; theme-first.js applies it before the first paint.

const KEY = 'medpeer.theme';

function apply(theme) {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

function keep(theme) {
  try {
    if (theme === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Storage is refused: the choice holds for this page.
  }
}

export function bindTheme(part) {
  const current = document.documentElement.dataset.theme ?? 'system';
  for (const radio of part.querySelectorAll('input')) {
    radio.checked = radio.value === current;
    radio.addEventListener('change', () => {
      keep(radio.value);
      apply(radio.value);
    });
  }
  part.hidden = false;
}
