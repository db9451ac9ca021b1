// Runs before the first paint, so that a chosen theme does not flash. Everything else about themes is in theme.mjs.
(() => {
  try {
    const theme = localStorage.getItem('medpeer.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // Storage is refused: the device's own setting holds.
  }
})();
