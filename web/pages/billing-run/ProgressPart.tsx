// How far a run has come, in numbers; it can be left alone and come back to.

import { Button } from '@mantine/core';
import type { BillingRun, RunProgress } from '../../api/billing-runs.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Figures } from '../../ui/Figures.tsx';
import { Block, Facts, PageBody } from '../../ui/PageBody.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { useFormats, useMay } from '../../util/firm-context.ts';
import type { Formats } from '../../util/formats.ts';
import { stoppedWords } from '../billing-runs/words.ts';
import classes from './billing-run.module.css';
import { useNextSteps } from './useNextSteps.ts';
import { useRunActs } from './useRunActs.tsx';

const workWords = {
  bill: 'Making invoices',
  approve: 'Approving invoices',
  undo: 'Undoing the run',
} as const;
const doneWords = { bill: 'Invoices made', approve: 'Invoices approved', undo: 'Run undone' } as const;

export function ProgressPart({ run }: { run: BillingRun }) {
  const formats = useFormats();
  const { progress } = run;
  return (
    <PageBody>
      <div>
        <ProgressBar
          label={labelOf(run)}
          done={progress.done}
          of={progress.done + progress.left}
          note={noteOf(run, formats)}
          tone={run.state === 'paused' || run.stopped !== null ? 'warning' : 'accent'}
        />
        {run.stopped !== null && <p role="alert">{stoppedWords(run.stopped, formats)}</p>}
        {run.state === 'running' && run.stopped === null && (
          <p className="quiet" role="status">
            You may leave this page; the run goes on, and others can go on recording time.
          </p>
        )}
      </div>
      <div className={classes.inBody}>
        <Figures figures={figuresOf(run, formats)} />
        <Made progress={progress} />
      </div>
      <Block title="What to do next">
        <Next run={run} />
      </Block>
      <Facts
        facts={[
          ['Began', progress.beganAt && formats.instant(progress.beganAt)],
          ['Ended', progress.endedAt && formats.instant(progress.endedAt)],
          ['Planned', `${formats.instant(run.plannedAt)}, by ${run.createdBy}`],
        ]}
      />
    </PageBody>
  );
}

function labelOf({ state, progress, stopped }: BillingRun): string {
  const work = progress.work ?? 'bill';
  if (stopped !== null) return `${workWords[work]}: stopped`;
  if (state === 'running') return workWords[work];
  if (state === 'paused') return `${workWords[work]}: paused`;
  if (state === 'cancelled') return 'Cancelled before the end';
  return doneWords[work];
}

function noteOf({ state, progress, stopped }: BillingRun, formats: Formats): string {
  if (state !== 'running' || stopped !== null)
    return progress.left === 0 ? 'nothing left to do' : `${formats.count(progress.left)} left`;
  const { perMinute, secondsLeft } = progress;
  if (perMinute === null || secondsLeft === null) return 'about to begin';
  const left =
    secondsLeft < 60
      ? `${formats.count(secondsLeft)} s`
      : `${formats.count(Math.ceil(secondsLeft / 60))} min`;
  return `${formats.count(perMinute)} a minute, about ${left} left`;
}

function figuresOf(run: BillingRun, formats: Formats) {
  const { units, writeOffs, refused } = run.progress;
  const list = (state: string) => `/billing-runs/${run.id}?tab=invoices&state=${state}`;
  const figure = (label: string, value: number, href?: string) => ({
    label,
    value: formats.count(value),
    href,
  });
  return [
    { ...figure('Billed', units.billed, list('billed')), isMain: units.billed >= units.drafted },
    { ...figure('Drafts', units.drafted, list('drafted')), isMain: units.drafted > units.billed },
    figure('Nothing to bill', units.nothing, list('nothing')),
    figure('Parked', refused, `/billing-runs/${run.id}?tab=parked`),
    figure('Still to make', units.planned, list('planned')),
    ...(units.undone > 0 ? [figure('Undone', units.undone, list('undone'))] : []),
    ...(writeOffs.writtenOff > 0 ? [figure('Jobs written off', writeOffs.writtenOff)] : []),
  ];
}

/** What the invoices come to. */
function Made({ progress }: { progress: RunProgress }) {
  if (progress.invoiced.length === 0) return null;
  const word = progress.units.billed === 0 ? 'In drafts,' : 'Invoiced,';
  return (
    <Figures
      figures={progress.invoiced.flatMap(({ currency, total, tax }) => [
        { label: `${word} ${currency}`, value: <Amount of={total} /> },
        { label: `Tax, ${currency}`, value: <Amount of={tax} /> },
      ])}
    />
  );
}

/** What comes next, the first first. */
function Next({ run }: { run: BillingRun }) {
  const mayRun = useMay()('billingRuns.run');
  const acts = useRunActs(run);
  const steps = useNextSteps(run);
  if (run.stopped !== null)
    return mayRun ? <Button onClick={acts.resume}>Go on</Button> : <p>The run has stopped.</p>;
  if (run.state === 'running') return <p className="quiet">Nothing: the run goes on by itself.</p>;
  if (run.state === 'paused')
    return mayRun ? <Button onClick={acts.resume}>Go on</Button> : <p>The run is paused.</p>;
  if (run.state === 'undone') return <p>The run is undone. Its numbers stay used.</p>;
  return (
    <ul className={classes.next}>
      {steps.map(({ label, href }) => (
        <li key={href}>
          <AppLink className={classes.link} href={href}>
            {label}
          </AppLink>
        </li>
      ))}
      {steps.length === 0 && <li>Nothing: it is all done.</li>}
    </ul>
  );
}
