// Work that was not sent can be removed from this computer at logout: that of
// the person who leaves, never somebody else's.
const drafts = (owner) => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(`muctieu-draft/${owner}/`));
  } catch {
    return [];
  }
};

document.addEventListener('submit', ({ target }) => {
  if (!target.matches('.js-logout')) return;
  const all = drafts(target.dataset.owner);
  if (all.length > 0 && confirm(target.dataset.drafts)) for (const key of all) localStorage.removeItem(key);
});
