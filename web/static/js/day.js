// Opens the browser's calendar beside a field for a day. The field itself is
// text, day/month/year in every browser; the calendar only fills it in.
const pad = (n) => String(n).padStart(2, '0');

// iso turns 7/12/2022 into 2022-12-07, which a calendar understands; '' where
// it is no such day.
const iso = (text) => {
  const parts = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text.trim());
  return parts ? `${parts[3]}-${pad(parts[2])}-${pad(parts[1])}` : '';
};

function calendarOf(field) {
  const found = field.parentElement.querySelector('.Day-calendar');
  if (found) return found;
  const calendar = Object.assign(document.createElement('input'), { type: 'date', className: 'Day-calendar', tabIndex: -1 });
  calendar.setAttribute('aria-hidden', 'true');
  calendar.addEventListener('change', () => {
    const [year, month, day] = calendar.value.split('-');
    field.value = day ? `${day}/${month}/${year}` : '';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
    field.focus();
  });
  field.after(calendar);
  return calendar;
}

document.addEventListener('click', ({ target }) => {
  const button = target.closest('.js-day');
  const field = button?.parentElement.querySelector('input:not(.Day-calendar)');
  if (!field || field.readOnly || field.disabled) return;
  const calendar = calendarOf(field);
  calendar.value = iso(field.value);
  calendar.showPicker();
});
