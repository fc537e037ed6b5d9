// Offers the work that was not sent, cell by cell, and says in time that the
// session ends. A cell somebody else has changed meanwhile comes back as a
// conflict with both values.
import * as draft from './draft.js';
import { send } from './cell.js';

const form = document.querySelector('form.js-entry');
const key = form.dataset.draft;
const words = (name) => form.querySelector(`template.${name}`).content.cloneNode(true);

const fieldOf = (code) => form.elements[`value.${code}`];

function nameOf(code) {
  const row = document.getElementById(`row-${code}`);
  return (row?.querySelector('.Grid-name') || document.querySelector('h1')).textContent.trim();
}

// A draft that came to be what is stored is no work left.
function changed(code, fields) {
  const typed = ['value', 'status', 'note'].map((name) => fields[`${name}.${code}`]).join('\n');
  const stored = form.elements[`seen.${code}`].value;
  if (typed !== stored && typed !== fields[`seen.${code}`]) return true;
  draft.drop(key, code);
  return false;
}

async function give(code, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const field = form.elements[name];
    if (field && !name.startsWith('version.') && !name.startsWith('seen.')) field.value = value;
  }
  await send(form, code, fields);
}

function offer() {
  const cells = Object.entries(draft.cells(key)).filter(([code, fields]) => fieldOf(code) && changed(code, fields));
  if (cells.length === 0) return;
  const box = words('js-offer');
  const list = box.querySelector('.Drafts-list');
  for (const [code, fields] of cells) {
    const item = words('js-offered').firstElementChild;
    item.querySelector('.Drafts-name').textContent = nameOf(code);
    item.querySelector('.Drafts-value').textContent = fields[`value.${code}`] || '–';
    item.dataset.code = code;
    list.append(item);
  }
  const section = box.firstElementChild;
  form.before(section);
  section.addEventListener('click', ({ target }) => act(section, target, Object.fromEntries(cells)));
}

async function act(section, button, cells) {
  const item = button.closest('li');
  if (button.matches('.js-draft-send')) await give(item.dataset.code, cells[item.dataset.code]);
  if (button.matches('.js-draft-drop')) draft.drop(key, item.dataset.code);
  if (button.matches('.js-draft-none')) for (const code of Object.keys(cells)) draft.drop(key, code);
  if (button.matches('.js-draft-send, .js-draft-drop')) item.remove();
  if (button.matches('.js-draft-all')) {
    const left = [...section.querySelectorAll('li')].map((each) => each.dataset.code);
    section.remove();
    for (const code of left) await give(code, cells[code]);
  }
  if (button.matches('.js-draft-none') || section.querySelectorAll('li').length === 0) section.remove();
}

// Five minutes before the end, and when it has come.
let told = '';
function tell(name) {
  if (told === name) return;
  told = name;
  document.querySelector('.js-session')?.remove();
  const notice = words(name).firstElementChild;
  notice.classList.add('js-session');
  form.before(notice);
}
const left = Number(form.dataset.left) * 1000;
setTimeout(() => tell('js-ending'), Math.max(Math.min(left - 300_000, 2 ** 31 - 1), 0));
form.addEventListener('cell', ({ detail }) => {
  if (detail.status === 401) tell('js-ended');
  if (detail.status === 200) {
    document.querySelector('.js-session')?.remove();
    told = '';
  }
});

offer();
