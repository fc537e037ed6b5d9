// Makes a spreadsheet of the plain table. The table stays in the page, hidden:
// its fields are what is sent, its cells are what the server replaces, and the
// sheet shows them.
const widths = { position: 40, name: 200, measure: 80, sunk: 108, value: 112, status: 82, save: 140, percent: 172, growth: 116, note: 112 };
if (document.documentElement.lang === 'en') Object.assign(widths, { measure: 106, status: 104 }); // its words are longer

// Which column holds what, from the number of plan columns.
export function places(table) {
  const plans = table.tHead.rows[0].cells.length - 10;
  return { plans, value: 4 + plans, status: 5 + plans, save: 6 + plans, percent: 7 + plans, growth: 8 + plans, note: 9 + plans };
}

// The width that is left goes to the words of saving and to notes.
function share(columns, room) {
  const left = room - 20 - columns.reduce((sum, column) => sum + column.width, 0);
  if (left <= 0) return columns;
  columns.at(-4).width += Math.floor(left * 0.6);
  columns.at(-1).width += Math.floor(left * 0.4);
  return columns;
}

function columns(table, at) {
  const names = ['position', 'name', 'measure', ...Array(at.plans + 1).fill('sunk'), 'value', 'status', 'save', 'percent', 'growth', 'note'];
  const statuses = [...(table.querySelector('select')?.options || [])].map((o) => ({ id: o.value, name: o.text }));
  return names.map((name, x) => {
    const column = { title: table.tHead.rows[0].cells[x].textContent.trim(), width: widths[name], type: 'text', align: 'left', readOnly: true };
    if (name === 'value' || name === 'note') column.readOnly = false;
    if (['sunk', 'value', 'percent', 'growth'].includes(name)) column.align = 'right';
    if (name === 'status') Object.assign(column, { type: 'dropdown', source: statuses, readOnly: false });
    return column;
  });
}

const field = (row, name) => row.querySelector(`[name^="${name}."]`);

function line(row, at) {
  if (row.matches('.Group')) {
    const cells = Array(at.note + 1).fill('');
    cells[1] = row.textContent.trim();
    return cells;
  }
  const cells = [...row.cells].map((cell) => cell.textContent.trim());
  for (const name of ['value', 'status', 'note']) cells[at[name]] = field(row, name) ? field(row, name).value : cells[at[name]];
  return cells;
}

export function build(table, box, handlers) {
  const at = places(table);
  const rows = [...table.querySelectorAll('tr.Group, tr.js-row')];
  // The sheet takes the focus while the button is down: a page that scrolled
  // then would let it go over another row, and two rows would be selected.
  box.focus = () => HTMLElement.prototype.focus.call(box, { preventScroll: true });
  const [sheet] = globalThis.jspreadsheet(box, {
    ...handlers,
    parseFormulas: false, contextMenu: () => null, about: false,
    worksheets: [{
      data: rows.map((row) => line(row, at)), columns: share(columns(table, at), box.clientWidth), minDimensions: [at.note + 1, rows.length],
      freezeColumns: 3, tableOverflow: true, tableWidth: `${box.clientWidth}px`, tableHeight: `${Math.max(globalThis.innerHeight - 200, 420)}px`, wordWrap: true, columnSorting: false, columnDrag: false, rowDrag: false, rowResize: false,
      allowInsertRow: false, allowInsertColumn: false, allowDeleteRow: false, allowDeleteColumn: false, allowManualInsertRow: false, allowManualInsertColumn: false, selectionCopy: false,
    }],
  });
  sheet.hideIndex();
  rows.forEach((row, y) => dress(sheet, row, y, at, true));
  return { sheet, at, rows };
}

const td = (sheet, x, y) => sheet.getCellFromCoords(x, y);

// Puts the server's own words and numbers into the cells of one row.
export function dress(sheet, row, y, at, first) {
  if (row.matches('.Group')) {
    for (let x = 0; x <= at.note; x += 1) td(sheet, x, y).classList.add('readonly', 'Sheet-group');
    return;
  }
  for (const x of first ? [1, at.save, at.percent, at.growth] : [at.save, at.percent, at.growth]) td(sheet, x, y).replaceChildren(...row.cells[x].cloneNode(true).childNodes);
  if (first) for (let x = 3; x < at.note; x += 1) {
    if (x < at.value) td(sheet, x, y).replaceChildren(...row.cells[x].childNodes); // what never changes moves over
    const kind = /Col-(?:plan|percent|growth)/.exec(row.cells[x].className);
    if (kind) td(sheet, x, y).classList.add(kind[0]);
  }
  const fixed = !field(row, 'value');
  const cell = td(sheet, at.value, y);
  cell.className = cell.className.replace(/\s*Grid-entry--\w+/g, '');
  cell.classList.add(...[...row.cells[at.value].classList].filter((name) => name.startsWith('Grid-entry--')));
  const wrong = ['asked', 'refused', 'conflict'].some((state) => cell.classList.contains(`Grid-entry--${state}`));
  cell.toggleAttribute('aria-invalid', wrong);
  if (wrong) cell.setAttribute('aria-invalid', 'true');
  if (first && fixed) for (const name of ['value', 'status', 'note']) td(sheet, at[name], y).classList.add('readonly');
  if (first) cell.classList.add('Sheet-value');
}

// Changes a cell without raising events; keep leaves it in the history.
export function put(sheet, cells, keep) {
  const { parent } = sheet;
  const [events, history] = [parent.ignoreEvents, sheet.ignoreHistory];
  parent.ignoreEvents = true;
  sheet.ignoreHistory = !keep;
  if (cells.length > 0) sheet.setValue(cells, null, true);
  parent.ignoreEvents = events;
  sheet.ignoreHistory = history;
}
