// What a question mark beside a figure says. It comes with the first that is pressed.

import type { FigureName, FigureRule } from '../util/figure-rules.ts';
import { figures, partsOf } from '../util/figure-rules.ts';
import { useFormats } from '../util/firm-context.ts';
import { AppLink } from './AppLink.tsx';
import type { ComputedProps, FigureRecord } from './computed-props.ts';
import classes from './computed.module.css';

export default function ComputedText({
  figure,
  label,
  records = [],
  href,
}: Omit<ComputedProps, 'className'>) {
  const { name, rule }: FigureRule = figures[figure];
  return (
    <>
      <strong>{label}</strong>
      {!label.toLowerCase().includes(name.toLowerCase()) && <span className="quiet"> {name}</span>}
      <p>{rule}</p>
      {records.map((record) => (
        <Parts key={String(record['currency'])} figure={figure} record={record} names={records.length > 1} />
      ))}
      {href !== undefined && (
        <AppLink className={classes.link} href={href}>
          Show what makes it
        </AppLink>
      )}
    </>
  );
}

type PartsProps = { figure: FigureName; record: FigureRecord; names: boolean };

/** The sum as one would write it: a part in each line, and what they come to. */
function Parts({ figure, record, names }: PartsProps) {
  const formats = useFormats();
  const parts = partsOf(figure, record);
  if (parts.length === 0) return null;
  const result = record[figure.slice(figure.indexOf('.') + 1)];
  return (
    <table className={classes.parts}>
      {names && <caption className={classes.currency}>{String(record['currency'])}</caption>}
      <tbody>
        {parts.map(({ sign, name, value }) => (
          <tr key={name}>
            <td>{sign}</td>
            <th scope="row">{name}</th>
            <td>{formats.amount(value)}</td>
          </tr>
        ))}
      </tbody>
      {typeof result === 'string' && (
        <tfoot>
          <tr>
            <td>=</td>
            <th scope="row">{figures[figure].name}</th>
            <td>{formats.amount(result)}</td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}
