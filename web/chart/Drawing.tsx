// Draws with ECharts as SVG, with only the parts of it that are used. The drawing itself is hidden from screen readers,
// which have a sentence and the table.

import { useComputedColorScheme } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { ChartProps, Write } from './chart-props.ts';
import classes from './chart.module.css';
import { optionOf, seriesIn } from './option.ts';

use([BarChart, LineChart, GridComponent, TooltipComponent, SVGRenderer]);

type DrawingProps = ChartProps & { height: number; write: Write };

export default function Drawing(props: DrawingProps) {
  const { title, kind, series, places, hrefOf, height, write, unfinished } = props;
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
    const follow = ({ dataIndex, seriesId }: { dataIndex: number; seriesId?: string }) => {
      const href = hrefOf?.(dataIndex, seriesIn(seriesId));
      if (href !== undefined) router.history.push(href);
    };
    made?.on('click', follow);
    return () => void made?.off('click', follow);
  }, [hrefOf, router]);
  const last = places.length - 1;
  const at = (place: number) =>
    `${places[place] ?? 'none'}: ${series
      .filter(({ isLimit }) => isLimit !== true)
      .map(({ name, values }) => `${name} ${write(values[place] ?? null) || 'none'}`)
      .join(', ')}`;
  const follow = (place: number) => {
    const href = hrefOf?.(place, 0);
    if (href !== undefined) router.history.push(href);
  };
  return (
    <div className={classes.drawing} data-scheme={scheme}>
      <div role="img" aria-label={`${title}: ${places.length} points. Last, ${at(last)}.`}>
        <div ref={box} style={{ height }} aria-hidden="true" />
      </div>
      {places.length > 0 && (
        <Points
          title={title}
          last={last}
          textAt={at}
          onShow={(place) =>
            chart.current?.dispatchAction({
              type: 'showTip',
              // What is unfinished of a line is a series of the drawing, after what is done.
              seriesIndex: kind === 'line' && place === unfinished ? 1 : 0,
              dataIndex: place,
            })
          }
          onHide={() => chart.current?.dispatchAction({ type: 'hideTip' })}
          onFollow={follow}
        />
      )}
    </div>
  );
}

type PointsProps = {
  title: string;
  last: number;
  textAt: (place: number) => string;
  onShow: (place: number) => void;
  onHide: () => void;
  onFollow: (place: number) => void;
};

/** The points one after the other by the arrow keys, each said and shown as under the pointer; Enter follows one. */
function Points({ title, last, textAt, onShow, onHide, onFollow }: PointsProps) {
  const [asked, setPlace] = useState(last);
  const place = Math.min(asked, last);
  const show = (to: number) => {
    setPlace(to);
    onShow(to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = {
      ArrowLeft: place - 1,
      ArrowUp: place - 1,
      ArrowRight: place + 1,
      ArrowDown: place + 1,
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    if (to === undefined) onFollow(place);
    else show(Math.max(0, Math.min(last, to)));
  };
  return (
    <div
      className={classes.points}
      role="slider"
      tabIndex={0}
      aria-label={`Points of ${title}`}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={place}
      aria-valuetext={textAt(place)}
      onFocus={() => show(place)}
      onBlur={onHide}
      onKeyDown={onKeyDown}
    />
  );
}
