import { AppLink } from '../ui/AppLink.tsx';
import type { ChartProps, Write } from './chart-props.ts';
import classes from './chart.module.css';

/** The figures of a chart as they are. */
export function ChartTable({
  title,
  placeName,
  places,
  series,
  hrefOf,
  write,
}: ChartProps & { write: Write }) {
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{placeName}</th>
            {series.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {places.map((place, at) => (
            <tr key={place}>
              <th scope="row">{place}</th>
              {series.map(({ name, values }, which) => {
                const href = hrefOf?.(at, which);
                const words = write(values[at] ?? null);
                return (
                  <td key={name}>
                    {href === undefined || words === '' ? words : <AppLink href={href}>{words}</AppLink>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
