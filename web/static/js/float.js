// The question about a cell hangs under it and takes the focus; Escape goes
// back to the cell and leaves the question open.
export function float(form, box, back) {
  const panel = document.createElement('div');
  panel.className = 'Sheet-float js-row';
  panel.hidden = true;
  form.append(panel);

  function place(cell) {
    const [outer, inner] = [form.getBoundingClientRect(), cell.getBoundingClientRect()];
    panel.style.top = `${inner.bottom - outer.top + 8}px`;
    panel.style.right = `${Math.max(outer.right - inner.right, 8)}px`;
  }

  // The question's own fields rest while the panel holds their copies.
  function take(asked) {
    panel.replaceChildren(asked.cloneNode(true));
    asked.disabled = true;
    for (const named of asked.querySelectorAll('[id]')) named.removeAttribute('id');
  }

  function show(code, cell) {
    const asked = document.querySelector(`[data-live="question-${CSS.escape(code)}"] .Doubt`);
    if (!asked) return;
    if (!asked.disabled) take(asked);
    else if (panel.dataset.code !== code) return;
    panel.dataset.code = code;
    panel.hidden = false;
    place(cell);
    globalThis.jspreadsheet.current = null;
    panel.querySelector('input')?.focus();
  }

  function hide(code) {
    if (panel.dataset.code !== code) return;
    const had = panel.contains(document.activeElement);
    panel.hidden = true;
    panel.replaceChildren();
    if (had) back(code);
  }

  panel.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    panel.hidden = true;
    back(panel.dataset.code);
  });
  box.addEventListener('scroll', () => { panel.hidden = true; }, true);
  return { show, hide };
}
