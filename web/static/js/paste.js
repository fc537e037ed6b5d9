// A pasted block is shown cell by cell before anything is saved. Enter never
// accepts it, Escape cancels, and the focus goes back where it was.
async function ask(address, body) {
  const response = await fetch(address, { method: 'POST', body, headers: { 'X-Fragment': '1' } });
  const part = document.createElement('template');
  part.innerHTML = await response.text();
  return { status: response.status, part: part.content };
}

export async function preview(form, text, start, accepted, back) {
  const dialog = document.querySelector('dialog.js-paste');
  const first = await ask(form.dataset.paste, new URLSearchParams({ text, start })).catch(() => null);
  if (!first?.part.querySelector('.js-preview')) {
    back();
    return;
  }
  dialog.replaceChildren(first.part);
  dialog.onclose = () => {
    dialog.replaceChildren();
    back();
  };
  dialog.onkeydown = (event) => {
    event.stopPropagation(); // the sheet under the dialog listens too
    if (event.key === 'Enter' && event.target.matches('input')) event.preventDefault();
  };
  dialog.onsubmit = async (event) => {
    event.preventDefault();
    const body = new URLSearchParams(new FormData(event.target, event.submitter));
    const answer = await ask(event.target.action, body).catch(() => null);
    if (answer?.part.querySelector('.js-preview')) {
      dialog.replaceChildren(answer.part);
      dialog.querySelector('[role="alert"]')?.scrollIntoView();
    } else if (answer?.status === 200) {
      accepted(answer.part);
      dialog.close();
    }
  };
  dialog.showModal();
  dialog.querySelector('input[type="radio"], button')?.focus();
}
