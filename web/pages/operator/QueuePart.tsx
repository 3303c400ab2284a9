// What is done beside answering: what waits, what goes on, what failed and how it fared, and who works.

import { Figures } from '../../ui/Figures.tsx';
import { Block, PageBody } from '../../ui/PageBody.tsx';
import { useFormats } from '../../util/firm-context.ts';
import type { Formats } from '../../util/formats.ts';
import { Asked } from './Asked.tsx';
import { FactsTable, type FactsColumn } from './FactsTable.tsx';
import { agoText, durationText, secondsBetween } from './measures.ts';
import classes from './operator.module.css';
import { useInstallation, type State } from './questions.ts';
import { routineLabel } from './words.ts';

type Routine = State['queue']['routines'][number];
type Failure = State['queue']['failures'][number];
type Lane = State['queue']['workers'][number];

export function QueuePart() {
  const formats = useFormats();
  const query = useInstallation();
  return (
    <PageBody>
      <Asked query={query} height={400}>
        {({ at, queue, billingRuns }) => (
          <>
            <div className={classes.figures}>
              <Figures
                figures={[
                  { label: 'Billing runs going on', value: formats.count(billingRuns.running) },
                  { label: 'Paused', value: formats.count(billingRuns.paused) },
                  { label: 'Their parked invoices', value: formats.count(billingRuns.parked) },
                ]}
              />
            </div>
            <Block title="Routines">
              <FactsTable
                label="Routines"
                columns={routineColumns(formats, at)}
                rows={queue.routines}
                keyOf={({ routine }) => routine}
                none="Nothing is in the queue."
              />
            </Block>
            <Block title="What failed">
              <FactsTable
                label="What failed"
                columns={failureColumns(formats, at)}
                rows={queue.failures}
                keyOf={({ routine, error }) => `${routine} ${error}`}
                none="Nothing in the queue has failed."
              />
              {queue.failures.length > 0 && (
                <p className={`quiet ${classes.below}`}>
                  It is tried up to twelve times, over most of a day, then given up. The log of the worker
                  says which it was.
                </p>
              )}
            </Block>
            <Block title="Workers">
              <FactsTable
                label="Workers"
                columns={laneColumns(formats, at)}
                rows={queue.workers}
                keyOf={({ id }) => id}
                none="Nobody works. Start a worker: workledger work."
              />
            </Block>
          </>
        )}
      </Asked>
    </PageBody>
  );
}

const counted = (
  header: string,
  of: (routine: Routine) => number,
  formats: Formats,
): FactsColumn<Routine> => ({
  header,
  of: (routine) => (of(routine) === 0 ? '' : formats.count(of(routine))),
  align: 'end',
});

const routineColumns = (formats: Formats, now: string): FactsColumn<Routine>[] => [
  { header: 'Routine', of: ({ routine }) => routineLabel(routine) },
  counted('Waiting', ({ waiting }) => waiting, formats),
  counted('Going on', ({ running }) => running, formats),
  counted('Tried again later', ({ postponed }) => postponed, formats),
  counted('Failing', ({ failing }) => failing, formats),
  counted('Given up', ({ givenUp }) => givenUp, formats),
  {
    header: 'Longest due',
    of: ({ waitingSince }) => (waitingSince === null ? '' : agoText(waitingSince, formats, now)),
    align: 'end',
  },
];

const failureColumns = (formats: Formats, now: string): FactsColumn<Failure>[] => [
  { header: 'Routine', of: ({ routine }) => routineLabel(routine) },
  { header: 'What it said', of: ({ error }) => <span className={classes.said}>{error}</span> },
  { header: 'How many', of: ({ count }) => formats.count(count), align: 'end' },
  { header: 'Queued', of: ({ since }) => agoText(since, formats, now), align: 'end' },
  { header: 'Tried', of: ({ attempts }) => `${formats.count(attempts)} ×`, align: 'end' },
  { header: 'Next', of: ({ nextAt }) => nextText(nextAt, formats, now), align: 'end' },
];

function nextText(nextAt: string | null, formats: Formats, now: string): string {
  if (nextAt === null) return 'given up';
  const seconds = secondsBetween(now, nextAt);
  return seconds <= 0 ? 'now' : `in ${durationText(seconds, formats)}`;
}

const laneColumns = (formats: Formats, now: string): FactsColumn<Lane>[] => [
  { header: 'Worker', of: ({ description }) => description },
  { header: 'Since', of: ({ startedAt }) => formats.instant(startedAt), optional: true },
  { header: 'Seen', of: ({ seenAt }) => agoText(seenAt, formats, now), align: 'end' },
];
