// A chart in the colours of the theme, of series over the same places: months, clients, people. Each point can be hovered
// and followed; the figures are also there as a table, for whoever reads or hears better than sees. The library that
// draws is loaded when a chart is first shown.

import { Skeleton } from '@mantine/core';
import { lazy, Suspense, useId, useState } from 'react';
import { Computed } from '../ui/Computed.tsx';
import { useFormats } from '../util/firm-context.ts';
import type { Formats } from '../util/formats.ts';
import classes from './chart.module.css';
import { ChartTable } from './ChartTable.tsx';
import type { ChartProps, ChartUnit, Write } from './chart-props.ts';
import { tokenOf } from './chart-props.ts';

const Drawing = lazy(() => import('./Drawing.tsx'));

export function Chart(props: ChartProps) {
  const { title, height = 260, actions, series, places, figure } = props;
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  const formats = useFormats();
  const write = writerOf(props.unit ?? 'amount', formats);
  return (
    <figure className={classes.chart} aria-labelledby={id}>
      <figcaption className={classes.head}>
        <span className={classes.title}>
          <h2 id={id}>{title}</h2>
          {figure && <Computed figure={figure} label={title} />}
        </span>
        {actions}
        <button
          type="button"
          className={classes.toggle}
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? 'Show as chart' : 'Show as table'}
        </button>
      </figcaption>
      {asTable ? (
        <ChartTable {...props} series={series.filter(({ isLimit }) => isLimit !== true)} write={write} />
      ) : (
        <>
          <Suspense fallback={<Skeleton height={height} />}>
            <Drawing {...props} height={height} write={write} />
          </Suspense>
          {series.length > 1 && (
            <ul className={classes.legend}>
              {series.map(({ name, token }, place) => (
                <li key={name}>
                  <span style={{ background: `var(${token ?? tokenOf(place)})` }} />
                  {name}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
      {places.length === 0 && <p className={classes.none}>Nothing in this span.</p>}
    </figure>
  );
}

function writerOf(unit: ChartUnit, formats: Formats): Write {
  const number = (value: string | number) => formats.amount(String(value));
  return (value) => {
    if (value === null) return '';
    switch (unit) {
      case 'amount':
      case 'count':
        return number(value);
      case 'hours':
        return formats.hours(Number(value));
      case 'days':
        return `${number(value)} days`;
      case 'percent':
        return `${number(value)} %`;
      case 'seconds':
        return `${number(value)} s`;
      case 'milliseconds':
        return `${number(value)} ms`;
      case 'gigabytes':
        return `${number(value)} GB`;
    }
  };
}
