// Keeps the plans that are typed on this computer until the server has them,
// and offers them again: beside what somebody else has saved meanwhile.
import * as draft from './draft.js';

const form = document.querySelector('form.js-plans');
const key = form.dataset.draft;
const sent = `muctieu-sent/${key}`;
const names = ['operator', 'low', 'high', 'note', 'version'];
const decision = ['basis', 'known', 'number', 'date', 'issuer', 'title'];
const words = (name) => form.querySelector(`template.${name}`).content.cloneNode(true);
const field = (name) => form.elements[name];

function values(code) {
  const all = code === 'decision' ? decision : names.map((name) => `${name}.${code}`);
  return Object.fromEntries(all.filter((name) => field(name)).map((name) => [name, field(name).value]));
}

const codeOf = ({ name }) => (decision.includes(name) ? 'decision' : name.split('.')[1]);

form.addEventListener('input', ({ target }) => {
  if (target.type !== 'file' && target.name && codeOf(target)) draft.keep(key, codeOf(target), values(codeOf(target)));
});

// What was sent and taken is no work left. The mark stays with the window: an
// address that says "saved" may be opened again later.
function settled() {
  const was = sessionStorage.getItem(sent);
  sessionStorage.removeItem(sent);
  if (was && new URLSearchParams(location.search).has('saved')) for (const code of Object.keys(draft.cells(key))) draft.drop(key, code);
}
form.addEventListener('submit', () => sessionStorage.setItem(sent, '1'));

// A draft that is what the form shows needs no asking.
const changed = ([code, fields]) => Object.entries(fields).some(([name, value]) => field(name) && name !== `version.${code}` && field(name).value !== value);

function put(code, fields) {
  for (const [name, value] of Object.entries(fields)) if (field(name) && !name.startsWith('version.')) field(name).value = value;
  draft.keep(key, code, values(code));
}

function line(code, fields) {
  const item = words('js-offered').firstElementChild;
  const row = document.getElementById(`row-${code}`);
  const name = row ? row.querySelector('.Grid-name').textContent.trim() : form.querySelector('#decision').textContent.trim();
  item.querySelector('.Drafts-name').textContent = name;
  item.querySelector('.Drafts-value').textContent = (code === 'decision' ? [fields.number, fields.title].filter(Boolean).join(', ') : fields[`low.${code}`]) || '–';
  const theirs = item.querySelector('.Drafts-theirs');
  if (field(`version.${code}`) && field(`version.${code}`).value !== fields[`version.${code}`]) theirs.querySelector('b').textContent = field(`low.${code}`).value || '–';
  else theirs.remove();
  item.dataset.code = code;
  return item;
}

function offer() {
  const cells = Object.fromEntries(Object.entries(draft.cells(key)).filter(changed));
  if (Object.keys(cells).length === 0) return;
  const section = words('js-offer').firstElementChild;
  section.querySelector('.Drafts-list').append(...Object.entries(cells).map(([code, fields]) => line(code, fields)));
  form.before(section);
  section.addEventListener('click', ({ target }) => {
    const one = target.closest('li');
    const all = target.matches('.js-draft-all, .js-draft-none') ? [...section.querySelectorAll('li')] : [one].filter(() => target.matches('.js-draft-send, .js-draft-drop'));
    for (const item of all) {
      if (target.matches('.js-draft-send, .js-draft-all')) put(item.dataset.code, cells[item.dataset.code]);
      else draft.drop(key, item.dataset.code);
      item.remove();
    }
    if (!section.querySelector('li')) section.remove();
  });
}

function tell(name) {
  document.querySelector('.js-session')?.remove();
  const notice = words(name).firstElementChild;
  notice.classList.add('js-session');
  form.before(notice);
}
const left = Number(form.dataset.left) * 1000;
const after = (time, name) => setTimeout(() => tell(name), Math.max(Math.min(time, 2 ** 31 - 1), 0));
after(left - 300_000, 'js-ending');
after(left, 'js-ended');

settled();
offer();
