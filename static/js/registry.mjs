// Behaviour is bound by data-module="name other": register(name, init) says what init(element) does.
// Page scripts import this file, never main.mjs, so that there is one registry.

const modules = new Map();
const bound = new WeakMap();

function initialise(element, name) {
  const names = bound.get(element) ?? new Set();
  if (names.has(name)) return;
  bound.set(element, names.add(name));
  modules.get(name)(element);
}

/** Bind every data-module at and below `root`, each once. */
export function bind(root = document) {
  const found = [...root.querySelectorAll('[data-module]')];
  if (root.matches?.('[data-module]')) found.unshift(root);
  for (const element of found) {
    for (const name of element.dataset.module.split(/\s+/)) {
      if (modules.has(name)) initialise(element, name);
    }
  }
}

/** Make `init` the behaviour called `name`; elements already on the page are bound at once when it is ready. */
export function register(name, init) {
  modules.set(name, init);
  if (document.readyState !== 'loading') bind();
}
