// Closes menus (<details class="Menu">) as people expect: by a click beside
// them, by Escape, and when another one opens. Without this file they open and
// close by their own button alone.
const open = () => document.querySelectorAll('details.Menu[open]');

document.addEventListener('click', ({ target }) => {
  for (const menu of open()) if (!menu.contains(target)) menu.open = false;
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  for (const menu of open()) {
    if (menu.contains(document.activeElement)) menu.querySelector('summary').focus();
    menu.open = false;
  }
});

document.addEventListener('focusin', ({ target }) => {
  for (const menu of open()) if (!menu.contains(target)) menu.open = false;
});
