// Draws the charts of a page. Each <script type="application/json"
// class="js-chart"> holds the options and names the box to draw in. Colours in
// options are names of our tokens, "var(--bar)"; formatters "fn:vi1".
import { colours } from './colour.js';
import { save } from './picture.js';

const drawn = new Map(); // figure -> { chart, source }

function option(source) {
  const read = colours(globalThis.numberText.bind(JSON.parse(source)));
  const base = read.baseOption ?? read; // beside it stands what differs on a phone
  base.animation = false;
  base.textStyle = { fontFamily: '"Inter Variable", sans-serif', ...base.textStyle };
  return read;
}

function draw(figure, box, source) {
  const zoom = Number(getComputedStyle(box).zoom) || 1; // of slides
  const chart = globalThis.echarts.init(box, null, { renderer: 'canvas', devicePixelRatio: globalThis.devicePixelRatio * zoom });
  chart.setOption(option(source));
  drawn.set(figure, { chart, source });
  new ResizeObserver(() => chart.resize()).observe(box);
}

// The table and the sentences say the same, so a chart that fails takes its
// place away and says where to look.
function fail(figure, error) {
  figure.classList.add('Chart--failed');
  console.error(error);
}

function start(script) {
  const figure = script.closest('.Chart');
  try {
    draw(figure, document.getElementById(script.dataset.box), script.textContent);
  } catch (error) {
    fail(figure, error);
  }
}

function redraw() {
  for (const [figure, { chart, source }] of drawn) {
    try {
      chart.resize();
      chart.setOption(option(source), { notMerge: true });
    } catch (error) {
      fail(figure, error);
    }
  }
}

// Text on a canvas is measured once, so the font has to be there first.
async function all() {
  await Promise.allSettled(['Aa0', 'ẵộ'].map((text) => document.fonts.load('12px "Inter Variable"', text)));
  document.querySelectorAll('script.js-chart').forEach(start);
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
matchMedia('print').addEventListener('change', redraw);
document.addEventListener('click', ({ target }) => {
  const button = target.closest('.js-chart-save');
  const entry = button && drawn.get(button.closest('.Chart'));
  if (entry) save(entry.chart, option(entry.source), button.dataset);
});
// Where the years do not fit a phone, the newest are in view.
for (const box of document.querySelectorAll('.Series-scroll')) box.scrollLeft = box.scrollWidth;
all();
