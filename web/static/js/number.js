// Numbers on the axes and in the tips of charts, in Vietnamese and English.
// Exact figures never pass through here: the server prints those itself. It
// is a classic script on purpose: the server runs the same file when it draws
// a chart for a document, and pages load it before chart.js.
globalThis.numberText = (() => {
  const marks = { vi: { group: '.', decimal: ',' }, en: { group: ',', decimal: '.' } };

  // A value to so many decimals; a dash for none.
  function text(value, decimals, lang) {
    if (value === null || value === undefined || value === '-' || value === '' || Number.isNaN(Number(value))) return '–';
    const mark = marks[lang];
    const [whole, fraction] = Math.abs(Number(value)).toFixed(decimals).split('.');
    const sign = Number(value) < 0 && /[1-9]/.test(whole + (fraction || '')) ? '−' : '';
    return sign + whole.replace(/\B(?=(\d{3})+$)/g, mark.group) + (fraction ? mark.decimal + fraction : '');
  }

  // As many decimals as the value needs, two at most: for axes.
  function short(value, lang) {
    const rounded = Number(Number(value).toFixed(2));
    const fraction = String(rounded).split('.')[1] || '';
    return text(rounded, fraction.length, lang);
  }

  // What ECharts hands to a formatter: a plain value on an axis, an object at
  // a bar. An item may carry its exact text, which then holds.
  const valueOf = (given) => (given !== null && typeof given === 'object' ? given.value : given);
  const item = (given) => {
    const one = Array.isArray(given) ? given[0] : given;
    return (one && one.data && one.data.text) || (one && one.name) || '';
  };
  const items = (given) => (Array.isArray(given) ? given : [given]).map(item).filter(Boolean).join('\n');

  const formatters = { item, items };
  for (const lang of ['vi', 'en']) {
    formatters[lang] = (given) => short(valueOf(given), lang);
    formatters[`${lang}0`] = (given) => text(valueOf(given), 0, lang);
    formatters[`${lang}1`] = (given) => text(valueOf(given), 1, lang);
    formatters[`${lang}2`] = (given) => text(valueOf(given), 2, lang);
    formatters[`${lang}Percent`] = (given) => `${short(valueOf(given), lang)}%`;
    formatters[`${lang}Signed`] = (given) => (valueOf(given) > 0 ? '+' : '') + short(valueOf(given), lang);
  }

  // The only places of an option where "fn:name" becomes a function: what
  // stands in data (a unit called "fn:vi") stays a text.
  const places = [
    'xAxis.axisLabel.formatter', 'yAxis.axisLabel.formatter', 'tooltip.formatter', 'tooltip.valueFormatter',
    'series.label.formatter', 'series.tooltip.formatter', 'series.tooltip.valueFormatter',
    'series.markLine.label.formatter', 'series.axisLabel.formatter', 'series.detail.formatter', 'visualMap.formatter',
  ];

  function bindAt(node, path) {
    if (Array.isArray(node)) {
      node.forEach((each) => bindAt(each, path));
      return;
    }
    if (node === null || typeof node !== 'object') return;
    const [key, ...rest] = path;
    if (rest.length > 0) {
      bindAt(node[key], rest);
      return;
    }
    const name = typeof node[key] === 'string' && node[key].startsWith('fn:') ? node[key].slice(3) : '';
    if (Object.hasOwn(formatters, name)) node[key] = formatters[name];
  }

  // Puts functions in their places, also in the option for small screens.
  function bind(option) {
    const parts = [option, option.baseOption, ...(option.media || []).map((each) => each.option)];
    for (const part of parts) for (const place of places) bindAt(part, place.split('.'));
    return option;
  }

  return { text, short, bind };
})();
