// Keeps typed work on this computer until the server has it. A draft belongs
// to one person, unit and period; it is offered to no one else and can be
// removed at logout. Where the browser keeps nothing, nothing breaks.
const prefix = 'muctieu-draft/';

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(prefix + key)) || {};
  } catch {
    return {};
  }
}

function write(key, cells) {
  try {
    if (Object.keys(cells).length === 0) localStorage.removeItem(prefix + key);
    else localStorage.setItem(prefix + key, JSON.stringify(cells));
  } catch {
    // full or forbidden: the page says that the cell is not sent
  }
}

export const cells = (key) => read(key);

export function keep(key, code, fields) {
  write(key, { ...read(key), [code]: fields });
}

export function drop(key, code) {
  const left = read(key);
  delete left[code];
  write(key, left);
}
