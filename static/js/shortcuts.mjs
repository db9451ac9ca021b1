// Single keys for the review desk: the container has data-module="shortcuts", its buttons data-key. They rest while one types
// and can be switched off (WCAG 2.1.4) by a checkbox with data-module="shortcut-switch"; the choice is kept on this device.

const KEY = 'medpeer.shortcuts';

/** Return whether single keys may do something on this device. */
export function singleKeysOn() {
  try {
    return localStorage.getItem(KEY) !== 'off';
  } catch {
    return true;
  }
}

function isTyping(target) {
  return target.closest('input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable]') !== null;
}

export function bindShortcuts(container) {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !singleKeysOn() || isTyping(event.target)) return;
    if (document.querySelector('dialog[open]')) return;
    const key = CSS.escape(event.key.toLowerCase());
    const target = container.querySelector(`[data-key="${key}"], [data-also="${key}"]`);
    if (!target || !container.isConnected) return;
    event.preventDefault();
    target.click();
  });
}

export function bindShortcutSwitch(checkbox) {
  checkbox.checked = singleKeysOn();
  checkbox.closest('[hidden]')?.removeAttribute('hidden');
  checkbox.addEventListener('change', () => {
    try {
      localStorage.setItem(KEY, checkbox.checked ? 'on' : 'off');
    } catch {
      // Storage is refused: the switch holds for nothing, and the box says so.
      checkbox.checked = true;
    }
  });
}
