// Saves a chart as a picture. SVG is drawn anew as text, because a canvas
// holds no shapes; neither needs the network or a secure page.
import { colour } from './colour.js';

function svg(chart, option) {
  const still = globalThis.echarts.init(null, null, { renderer: 'svg', ssr: true, width: chart.getWidth(), height: chart.getHeight() });
  try {
    (option.baseOption ?? option).backgroundColor = colour('--bg');
    still.setOption(option);
    return new Blob([still.renderToSVGString()], { type: 'image/svg+xml' });
  } finally {
    still.dispose();
  }
}

function png(chart) {
  const url = chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: colour('--bg') });
  const bytes = Uint8Array.from(atob(url.slice(url.indexOf(',') + 1)), (c) => c.charCodeAt(0));
  return new Blob([bytes], { type: 'image/png' });
}

// Offers the picture as a file; wanted holds format and file.
export function save(chart, option, wanted) {
  const blob = wanted.format === 'svg' ? svg(chart, option) : png(chart);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${wanted.file}.${wanted.format}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
