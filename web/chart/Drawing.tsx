// Draws with ECharts as SVG, with only the parts of it that are used. The drawing itself is hidden from screen readers,
// which have a sentence and the table.

import { useComputedColorScheme } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { ChartProps, Write } from './Chart.tsx';
import { optionOf } from './option.ts';

use([BarChart, LineChart, GridComponent, TooltipComponent, SVGRenderer]);

type DrawingProps = ChartProps & { height: number; write: Write };

export default function Drawing(props: DrawingProps) {
  const { title, series, places, hrefOf, height, write } = props;
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(undefined);
  const router = useRouter();
  const scheme = useComputedColorScheme('light');
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const made = init(element, null, { renderer: 'svg' });
    chart.current = made;
    const watching = new ResizeObserver(() => made.resize());
    watching.observe(element);
    return () => {
      watching.disconnect();
      made.dispose();
      chart.current = undefined;
    };
  }, []);
  useEffect(() => {
    const element = box.current;
    if (element !== null) chart.current?.setOption(optionOf(props, element), { notMerge: true });
  });
  useEffect(() => {
    const made = chart.current;
    const follow = ({ dataIndex, seriesIndex }: { dataIndex: number; seriesIndex?: number }) => {
      const href = hrefOf?.(dataIndex, seriesIndex ?? 0);
      if (href !== undefined) router.history.push(href);
    };
    made?.on('click', follow);
    return () => void made?.off('click', follow);
  }, [hrefOf, router]);
  const last = places.length - 1;
  const summary = `${title}: ${places.length} points. Last, ${places[last] ?? 'none'}: ${series
    .map(({ name, values }) => `${name} ${write(values[last] ?? null) || 'none'}`)
    .join(', ')}.`;
  return (
    <div role="img" aria-label={summary} data-scheme={scheme}>
      <div ref={box} style={{ height }} aria-hidden="true" />
    </div>
  );
}
