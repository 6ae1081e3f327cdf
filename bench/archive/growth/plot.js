import { init } from 'echarts';
import { medianOf } from './report.js';

/** What a request costs against the size of the archive, as SVG: a line for each kind, both axes logarithmic. */
export function plotOf({ sizes, costs }) {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 980, height: 560 });
  chart.setOption({
    animation: false,
    backgroundColor: '#fff',
    title: { text: 'Milliseconds a request, one connection', left: 'center', textStyle: { fontSize: 15 } },
    legend: { type: 'plain', orient: 'vertical', right: 10, top: 'middle' },
    grid: { left: 70, right: 370, top: 50, bottom: 50 },
    xAxis: { type: 'log', name: 'detections', nameLocation: 'middle', nameGap: 28, ...limits(sizes) },
    yAxis: { type: 'log', name: 'ms' },
    series: [...costs].map(([{ title }, rounds], nth) => ({
      type: 'line',
      name: title,
      symbol: SYMBOLS[nth % SYMBOLS.length],
      lineStyle: { type: nth < COLOURS ? 'solid' : 'dashed' },
      data: sizes.map(({ scale, detections }) => [detections, medianOf(rounds, scale)]),
    })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

/** So many lines have a colour of their own; the colours of the others come a second time. */
const COLOURS = 9;
const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond'];

const limits = (sizes) => ({ min: sizes[0].detections / 2, max: sizes.at(-1).detections * 2 });
