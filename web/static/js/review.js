// Review: opens the field for the reason beside a figure and counts how many
// figures have one. Without this file the links lead to the fields and the
// form works the same.
const form = document.querySelector('.js-review');
const words = form.querySelector('.js-cells');
const plain = words.textContent;

function count() {
  const n = [...form.querySelectorAll('.js-reason')].filter((field) => field.value.trim() !== '').length;
  words.textContent = n === 0 ? plain : words.dataset.text.replace('#', n);
}

form.addEventListener('input', count);
form.addEventListener('click', (event) => {
  const link = event.target.closest('.js-return');
  if (!link) return;
  event.preventDefault();
  const field = document.getElementById(link.hash.slice(1));
  field.closest('tr').classList.add('Diff-return--open');
  field.focus();
});
count();
