import { useFormats } from '../util/firm-context.ts';
import classes from './progress-bar.module.css';

type ProgressBarProps = {
  /** What is being done: 'Billing 40 clients'. */
  label: string;
  done: number;
  of: number;
  /** Such as 'about 2 minutes left'. */
  note?: string;
  tone?: 'accent' | 'warning';
};

/** How far long work has come, with its numbers. */
export function ProgressBar({ label, done, of, note, tone = 'accent' }: ProgressBarProps) {
  const formats = useFormats();
  const words = `${formats.count(done)} of ${formats.count(of)}`;
  return (
    <div className={classes.progress} data-tone={tone}>
      <div className={classes.words}>
        <span>{label}</span>
        <span>
          {words}
          {note !== undefined && <span className="quiet"> · {note}</span>}
        </span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={of}
        aria-valuenow={done}
        aria-valuetext={words}
        className={classes.track}
      >
        <div style={{ width: of === 0 ? '0' : `${(100 * done) / of}%` }} />
      </div>
    </div>
  );
}
