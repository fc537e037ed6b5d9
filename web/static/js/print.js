// "In": the browser's own print window. Without this file the link leads to
// the PDF of the same board.
document.addEventListener('click', (event) => {
  if (!event.target.closest('.js-print')) return;
  event.preventDefault();
  window.print();
});

// A print button that only works with this script is shown by it.
for (const button of document.querySelectorAll('.js-print[hidden]')) button.hidden = false;
