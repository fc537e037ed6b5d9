// The entry form as a spreadsheet, on wide screens. What is typed goes through
// the same fields and the same saving as in the plain table.
import { send, fieldsOf, replace, respell } from './cell.js';
import { build, dress, put } from './sheet.js';
import * as draft from './draft.js';
import { float } from './float.js';
import { preview } from './paste.js';

const form = document.querySelector('form.js-entry');
const table = form?.querySelector('table.js-grid');
const names = ['value', 'status', 'note'];

function start() {
  const began = performance.now();
  const box = document.createElement('div');
  box.className = 'Sheet';
  const plain = form.querySelector('.js-plain');
  plain.before(box);
  const { sheet, at, rows } = build(table, box, {
    onchange: (sheet, cell, x, y, value) => changed(Number(x), Number(y), value),
    onundo: (sheet, action) => undone(action),
    onredo: (sheet, action) => undone(action),
    oneditionend: (sheet, cell, x, y, value, kept) => kept || draft.drop(form.dataset.draft, codeAt(Number(y))),
    onbeforepaste: (sheet, data, x, y) => pasted(data, Number(x), Number(y)),
  });
  const panel = float(form, box, (code) => focus(yOf(code)));
  plain.hidden = true;
  document.querySelector('.js-keys').hidden = false;

  const codeAt = (y) => rows[y]?.dataset.code || '';
  const yOf = (code) => rows.findIndex((row) => row.dataset.code === code);
  const field = (name, code) => form.elements[`${name}.${code}`];

  function changed(x, y, value, undo) {
    const name = names.find((each) => at[each] === x);
    const code = codeAt(y);
    if (!name || !code || !field(name, code)) return;
    field(name, code).value = value;
    const fields = fieldsOf(form, code);
    if (undo && fields[`value.${code}`] === '') Object.assign(fields, { [`answer.${code}`]: 'withdraw', [`reason.${code}`]: form.dataset.undo });
    send(form, code, fields);
  }

  // What is being typed is kept with every key.
  box.addEventListener('input', ({ target }) => {
    const cell = target.closest('td');
    const [x, y] = [Number(cell?.dataset.x), Number(cell?.dataset.y)];
    const name = names.find((each) => at[each] === x);
    if (name && field(name, codeAt(y))) draft.keep(form.dataset.draft, codeAt(y), { ...fieldsOf(form, codeAt(y)), [`${name}.${codeAt(y)}`]: target.value ?? target.textContent });
  });

  function undone(action) {
    for (const { x, y } of action?.records || []) changed(Number(x), Number(y), sheet.getValueFromCoords(Number(x), Number(y)), true);
  }

  // A block over the column of values is looked at first; one cell is typing.
  function pasted(data, x, y) {
    if (!form.dataset.paste || (data.length === 1 && data[0].length === 1)) return true;
    if (x !== at.value || !codeAt(y)) return false;
    const text = data.map((row) => row.map((cell) => cell.value).join('\t')).join('\n');
    globalThis.jspreadsheet.current = null;
    preview(form, text, codeAt(y), accepted, () => focus(y));
    return false;
  }

  // One entry in the history for the whole block.
  function accepted(part) {
    const codes = [...part.querySelectorAll('.js-row')].map((row) => row.dataset.code);
    for (const code of codes) respell(form, part, code, null);
    replace(part);
    put(sheet, codes.map((code) => ({ x: at.value, y: yOf(code), value: field('value', code).value })), true);
    codes.forEach((code) => refresh(code));
  }

  function refresh(code) {
    const y = yOf(code);
    if (y < 0) return;
    dress(sheet, rows[y], y, at, false);
    const stale = names.filter((name) => field(name, code) && sheet.getValueFromCoords(at[name], y) !== field(name, code).value && !sheet.edition);
    put(sheet, stale.map((name) => ({ x: at[name], y, value: field(name, code).value })), false);
  }

  function focus(y) {
    if (y < 0) return;
    globalThis.jspreadsheet.current = sheet;
    sheet.updateSelectionFromCoords(at.value, y, at.value, y);
    sheet.getCellFromCoords(at.value, y).scrollIntoView({ block: 'nearest' });
  }

  form.addEventListener('cell', ({ detail }) => {
    refresh(detail.code);
    const y = yOf(detail.code);
    if (detail.status === 422 && y >= 0) panel.show(detail.code, sheet.getCellFromCoords(at.value, y));
    if (detail.status === 200) panel.hide(detail.code);
  });

  // F8: the next cell that waits for something, with its question.
  const waits = ['asked', 'refused', 'conflict', 'unsent', 'note', 'empty'];
  const open = (y) => field('value', codeAt(y)) && waits.some((state) => sheet.getCellFromCoords(at.value, y).classList.contains(`Grid-entry--${state}`));
  function next() {
    const from = Number(sheet.selectedCell?.[1] ?? -1);
    const all = rows.map((_, y) => y).filter(open);
    const y = all.find((each) => each > from) ?? all[0] ?? -1;
    focus(y);
    if (y >= 0) panel.show(codeAt(y), sheet.getCellFromCoords(at.value, y));
  }
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'F8') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    next();
  }, true);
  form.querySelector('.js-next-open')?.addEventListener('click', (event) => {
    event.stopImmediatePropagation();
    next();
  }, true);
  performance.measure('sheet', { start: began });
}

if (table && globalThis.jspreadsheet && matchMedia('(width >= 720px)').matches) start();
