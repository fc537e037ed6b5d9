// Opens dialogs over the page. The button is a link to the dialog's id, so
// without this file it leads to the same questions further down the page.
document.addEventListener('click', (event) => {
  const opener = event.target.closest('.js-dialog');
  const closer = event.target.closest('.js-dialog-close');
  if (opener) {
    event.preventDefault();
    document.querySelector(opener.hash).showModal();
  } else if (closer && closer.closest('dialog[open]')) {
    event.preventDefault();
    closer.closest('dialog').close();
  }
});

// A click beside a small dialog cancels it; large ones hold work.
document.addEventListener('click', ({ target }) => {
  if (target.matches('dialog.Dialog--small[open]')) target.close();
});
