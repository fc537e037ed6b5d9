// Work that was not sent can be removed from this computer at logout.
const drafts = () => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith('muctieu-draft/'));
  } catch {
    return [];
  }
};

document.addEventListener('submit', ({ target }) => {
  if (!target.matches('.js-logout')) return;
  const all = drafts();
  if (all.length > 0 && confirm(target.dataset.drafts)) for (const key of all) localStorage.removeItem(key);
});
