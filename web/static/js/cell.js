// Sends one cell to the server and puts the answer into the page: every part
// named by data-live is replaced, so all words and numbers are the server's.
import * as draft from './draft.js';

const waiting = new Map(); // code -> fields to send after the present answer
const busy = new Set();

const names = ['value', 'status', 'note', 'version', 'seen', 'answer', 'reason'];

// What the form holds for one indicator, as a browser would send it.
export function fieldsOf(form, code) {
  const data = new FormData(form);
  const fields = { indicator: code };
  for (const name of names) {
    const key = `${name}.${code}`;
    if (data.has(key)) fields[key] = data.get(key);
  }
  return fields;
}

// Shows how the saving of a cell stands, in the words the page came with.
export function mark(form, code, state) {
  const place = document.querySelector(`[data-live="save-${CSS.escape(code)}"]`);
  const words = form.querySelector(`template[data-state="${state}"]`);
  if (place && words) place.replaceChildren(words.content.cloneNode(true));
  const cell = document.querySelector(`[data-live-class="entry-${CSS.escape(code)}"]`);
  if (cell) cell.className = cell.className.replace(/Grid-entry--\w+/, `Grid-entry--${state}`);
  tell(form, { code, state, status: 0 });
}

const tell = (form, detail) => form.dispatchEvent(new CustomEvent('cell', { detail }));

export function replace(part) {
  for (const fresh of part.querySelectorAll('[data-live]')) {
    const old = document.querySelector(`[data-live="${CSS.escape(fresh.dataset.live)}"]`);
    if (old) old.replaceWith(fresh);
  }
  for (const fresh of part.querySelectorAll('[data-live-class]')) {
    const old = document.querySelector(`[data-live-class="${CSS.escape(fresh.dataset.liveClass)}"]`);
    if (old) old.className = fresh.className;
  }
}

// The server's own spelling of what was sent, where nothing was typed since.
export function respell(form, part, code, sent) {
  for (const name of ['value', 'status', 'note']) {
    const key = `${name}.${code}`;
    const old = form.elements[key];
    const fresh = part.querySelector(`input[name="${CSS.escape(key)}"]:not([type=radio])`);
    if (old && fresh && (!sent || old.value === sent[key])) {
      old.value = fresh.value;
      if (fresh.ariaInvalid) old.ariaInvalid = fresh.ariaInvalid;
      else old.removeAttribute('aria-invalid');
    }
  }
}

async function post(form, fields) {
  const body = new URLSearchParams(fields);
  if (form.dataset.page) body.set('page', form.dataset.page);
  const response = await fetch(form.dataset.cell, { method: 'POST', body, headers: { 'X-Fragment': '1' } });
  const part = document.createElement('template');
  part.innerHTML = await response.text();
  return { status: response.status, part: part.content, known: part.content.querySelector('[data-live]') !== null };
}

async function once(form, code, fields) {
  draft.keep(form.dataset.draft, code, fields);
  mark(form, code, 'saving');
  try {
    const answer = await post(form, fields);
    if (!answer.known) {
      mark(form, code, 'unsent');
      tell(form, { code, status: answer.status });
      return { ok: false, status: answer.status };
    }
    if (answer.status === 200) draft.drop(form.dataset.draft, code);
    respell(form, answer.part, code, fields);
    replace(answer.part);
    tell(form, { code, status: answer.status });
    return { ok: answer.status === 200, status: answer.status };
  } catch {
    mark(form, code, 'unsent');
    return { ok: false, status: 0 };
  }
}

// Sends a cell; what is changed while the answer is under way goes after it,
// with the version the answer brought.
export async function send(form, code, fields = fieldsOf(form, code)) {
  if (busy.has(code)) {
    waiting.set(code, true);
    return { ok: true, status: 0 };
  }
  busy.add(code);
  let result = await once(form, code, fields);
  busy.delete(code);
  if (waiting.delete(code)) result = await send(form, code);
  return result;
}
