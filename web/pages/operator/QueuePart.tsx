// What is done beside answering: what waits, what goes on, what was given up, and who works.

import { Figures } from '../../ui/Figures.tsx';
import { Block, PageBody } from '../../ui/PageBody.tsx';
import { useFormats } from '../../util/firm-context.ts';
import type { Formats } from '../../util/formats.ts';
import { Asked } from './Asked.tsx';
import { FactsTable, type FactsColumn } from './FactsTable.tsx';
import { agoText } from './measures.ts';
import classes from './operator.module.css';
import { useInstallation, type State } from './questions.ts';
import { routineLabel } from './words.ts';

type Routine = State['queue']['routines'][number];
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
              <p className={`quiet ${classes.below}`}>
                What was given up was tried as often as it may be. Why stands in the log of the worker.
              </p>
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
  counted('Given up', ({ givenUp }) => givenUp, formats),
  {
    header: 'Longest due',
    of: ({ waitingSince }) => (waitingSince === null ? '' : agoText(waitingSince, formats, now)),
    align: 'end',
  },
];

const laneColumns = (formats: Formats, now: string): FactsColumn<Lane>[] => [
  { header: 'Worker', of: ({ description }) => description },
  { header: 'Since', of: ({ startedAt }) => formats.instant(startedAt), optional: true },
  { header: 'Seen', of: ({ seenAt }) => agoText(seenAt, formats, now), align: 'end' },
];
