import type { ReactNode } from 'react';
import { useFormats } from '../util/firm-context.ts';
import classes from './timeline.module.css';

export type Event = { id: string; at: string; who: string | null; text: ReactNode; detail?: ReactNode };

/** Who did what when, the newest on top. */
export function Timeline({ label, events }: { label: string; events: readonly Event[] }) {
  const formats = useFormats();
  return (
    <ol className={classes.timeline} aria-label={label}>
      {events.map(({ id, at, who, text, detail }) => (
        <li key={id}>
          <div>{text}</div>
          <div className={classes.when}>
            <time dateTime={at}>{formats.instant(at)}</time>
            {who !== null && ` · ${who}`}
          </div>
          {detail !== undefined && <div className={classes.detail}>{detail}</div>}
        </li>
      ))}
    </ol>
  );
}
