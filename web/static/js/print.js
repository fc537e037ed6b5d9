// "In": the browser's own print window. Without this file the link leads to
// the PDF of the same board.
document.addEventListener('click', (event) => {
  if (!event.target.closest('.js-print')) return;
  event.preventDefault();
  window.print();
});
