// Saves each cell of the entry form as soon as it is left. The form works
// without this file, as a whole and with the same questions.
import * as draft from './draft.js';
import { send, fieldsOf } from './cell.js';

const form = document.querySelector('form.js-entry');
const rowOf = (element) => element.closest('.js-row, .Entry-question, [data-live^="question-"]');

function codeOf(element) {
  const row = rowOf(element);
  if (!row) return '';
  return row.dataset.code || row.dataset.live.replace('question-', '');
}

form.addEventListener('change', ({ target }) => {
  if (!target.matches('.js-field, .js-answer')) return;
  const code = codeOf(target);
  if (code) send(form, code);
});

form.addEventListener('input', ({ target }) => {
  if (target.matches('.js-field') && codeOf(target)) draft.keep(form.dataset.draft, codeOf(target), fieldsOf(form, codeOf(target)));
});

// The buttons of a conflict and of a withdrawal would send the whole form.
form.addEventListener('click', (event) => {
  const button = event.target.closest('button[name^="answer."], .js-withdraw');
  if (!button) return;
  event.preventDefault();
  const code = button.name ? button.name.slice('answer.'.length) : codeOf(button);
  const fields = fieldsOf(form, code);
  fields[`answer.${code}`] = button.value || 'withdraw';
  send(form, code, fields);
});

// A question answers to the number of a choice and Enter. Anything longer is
// the next figure, typed by somebody who has not seen the question: it answers
// nothing. Escape goes back.
let typed = '';
const numbered = (question, text) => /^[1-9]$/.test(text) && question.querySelectorAll('.js-answer')[text - 1];
form.addEventListener('keydown', (event) => {
  const question = event.target.type !== 'text' && event.target.closest('.Doubt');
  if (question && event.key.length === 1 && event.key !== ' ' && !event.ctrlKey) {
    typed += event.key;
    (numbered(question, typed) || event.target).focus();
  } else if (question && event.key === 'Enter' && event.target.matches('.js-answer')) {
    event.preventDefault();
    const choice = numbered(question, typed);
    typed = '';
    if (!choice) return;
    choice.checked = true;
    choice.dispatchEvent(new Event('change', { bubbles: true }));
  } else if (event.target.closest('.Doubt') && event.key === 'Escape') {
    form.elements[`value.${codeOf(event.target)}`]?.focus();
  } else if (event.key === 'Enter' && event.target.matches('input.Grid-field, .One-field input')) {
    event.preventDefault();
    event.target.blur();
    const fields = [...form.querySelectorAll('input.Grid-field')];
    fields[fields.indexOf(event.target) + 1]?.focus();
  }
});

// What comes back with a question takes the focus, as long as nothing else is
// being typed.
form.addEventListener('cell', ({ detail }) => {
  if (detail.status !== 422) return;
  requestAnimationFrame(() => {
    const question = document.querySelector(`[data-live="question-${CSS.escape(detail.code)}"]`);
    typed = '';
    question?.querySelector('.js-answer')?.focus();
  });
});

// F8: the next cell that waits for something.
const open = '.Grid-entry--asked, .Grid-entry--refused, .Grid-entry--conflict, .Grid-entry--unsent, .Grid-entry--note, .Grid-entry--empty';
function nextOpen() {
  const cells = [...form.querySelectorAll(open)].filter((cell) => cell.querySelector('input'));
  const after = cells.find((cell) => document.activeElement.compareDocumentPosition(cell) & Node.DOCUMENT_POSITION_FOLLOWING);
  (after || cells[0])?.querySelector('input')?.focus();
}
document.addEventListener('keydown', (event) => {
  if (event.key !== 'F8') return;
  event.preventDefault();
  nextOpen();
});
const button = form.querySelector('.js-next-open');
if (button) {
  button.hidden = false;
  button.addEventListener('click', nextOpen);
}
form.querySelector('.Entry-actions')?.setAttribute('hidden', '');
