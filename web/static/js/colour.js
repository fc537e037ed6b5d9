// Turns names of colour tokens into colours. A canvas knows neither var() nor
// light-dark(), so the browser is asked what each name is at this moment, on
// screen or paper, light or dark.
const probe = document.createElement('span');
probe.hidden = true;

function resolve(name) {
  probe.style.color = name;
  return getComputedStyle(probe).color;
}

// Replaces "var(--…)" in every property whose name ends in color; texts in
// data stay as they are.
function walk(node, known) {
  for (const [key, value] of Object.entries(node)) {
    if (value !== null && typeof value === 'object') {
      walk(value, known);
    } else if (/color$/i.test(key) && typeof value === 'string' && value.startsWith('var(--')) {
      if (!known.has(value)) known.set(value, resolve(value));
      node[key] = known.get(value);
    }
  }
}

// The option with its colours put in, for the theme that now holds.
export function colours(option) {
  document.body.append(probe);
  walk(option, new Map());
  probe.remove();
  return option;
}

// One colour token, for what is no part of an option.
export function colour(token) {
  document.body.append(probe);
  const found = resolve(`var(${token})`);
  probe.remove();
  return found;
}
