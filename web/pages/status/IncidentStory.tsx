import { useFormats } from '../../util/firm-context.ts';
import classes from './status.module.css';

type Told = { title: string; beganAt: string; endedAt: string | null; note: string };

/** An incident in the words of the operator. */
export function IncidentStory({ incident }: { incident: Told }) {
  const { title, beganAt, endedAt, note } = incident;
  // What lasts stands above everything else.
  const Heading = endedAt === null ? 'h2' : 'h3';
  const formats = useFormats();
  return (
    <article className={classes.incident} data-lasts={endedAt === null || undefined}>
      <Heading>{title}</Heading>
      <p className="quiet">
        {endedAt === null
          ? `Since ${formats.instant(beganAt)}`
          : `${formats.instant(beganAt)} to ${formats.instant(endedAt)}`}
      </p>
      {note !== '' && <p className={classes.note}>{note}</p>}
    </article>
  );
}
