// A link with data-dialog opens that <dialog> instead of going to the page that asks the same. Focus returns by itself.

export function bindDialog(opener) {
  const dialog = document.getElementById(opener.dataset.dialog);
  if (!dialog?.showModal) return;
  opener.setAttribute('aria-haspopup', 'dialog');
  opener.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    dialog.showModal();
  });
  dialog.addEventListener('click', (event) => {
    // A click on the dialog itself, and not on what it holds, is a click beside it.
    if (event.target === dialog) dialog.close();
  });
}
