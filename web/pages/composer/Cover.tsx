import { Amount } from '../../ui/Amount.tsx';
import type { BillableItem } from '../../api/invoices.ts';
import { useFormats } from '../../util/firm-context.ts';
import classes from './composer.module.css';
import type { TypedLine } from './model.ts';

type CoverProps = {
  line: TypedLine;
  /** What the preview asks; null once it is answered. */
  question: string | null;
  items: readonly BillableItem[];
  onAnswer: (covers: readonly string[] | null) => void;
};

/** Which open entries of its task a typed line stands for; they are billed at what the line comes to. */
export function Cover({ line, question, items, onAnswer }: CoverProps) {
  const formats = useFormats();
  const chosen = line.covers ?? [];
  const open = items.filter(({ kind, jobTaskId }) => kind === 'time' && jobTaskId === line.jobTaskId);
  const toggle = (itemId: string) =>
    onAnswer(chosen.includes(itemId) ? chosen.filter((each) => each !== itemId) : [...chosen, itemId]);
  return (
    <fieldset
      className={classes.cover}
      data-open={question === null ? undefined : true}
      id={`cover-${line.key}`}
    >
      <legend>{question ?? 'Stands for these entries'}</legend>
      {open.map((item) => (
        <label key={item.itemId}>
          <input
            type="checkbox"
            checked={chosen.includes(item.itemId)}
            onChange={() => toggle(item.itemId)}
          />
          <span>
            {[formats.date(item.date), item.staffName, item.description].filter(Boolean).join(' · ')}
            {item.minutes !== null && ` · ${formats.hours(item.minutes)}`}
          </span>
          <Amount of={item.open} />
        </label>
      ))}
      <div className={classes.answers}>
        <button type="button" onClick={() => onAnswer(open.map(({ itemId }) => itemId))}>
          All of them
        </button>
        <button type="button" onClick={() => onAnswer([])}>
          None of them
        </button>
        {question === null && chosen.length === 0 && (
          <span className="quiet">None: billed beside what is open.</span>
        )}
      </div>
    </fieldset>
  );
}
