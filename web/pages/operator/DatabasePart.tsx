// How the database does, and which of its statements take the time.

import { Figures, type Figure } from '../../ui/Figures.tsx';
import { Block, PageBody } from '../../ui/PageBody.tsx';
import { useFormats } from '../../util/firm-context.ts';
import type { Formats } from '../../util/formats.ts';
import { Asked } from './Asked.tsx';
import { FactsTable, type FactsColumn } from './FactsTable.tsx';
import { bytesText, durationText, percentText } from './measures.ts';
import classes from './operator.module.css';
import { useInstallation, useSlowStatements, type SlowStatements, type State } from './questions.ts';

type Statement = SlowStatements['items'][number];
type Replica = State['database']['replicas'][number];

export function DatabasePart() {
  const formats = useFormats();
  const state = useInstallation();
  const statements = useSlowStatements();
  return (
    <PageBody>
      <Asked query={state} height={120}>
        {({ database }) => (
          <>
            <div className={classes.figures}>
              <Figures figures={figuresOf(database, formats)} />
            </div>
            {database.replicas.length > 0 && (
              <Block title="Replicas">
                <FactsTable
                  label="Replicas"
                  columns={replicaColumns(formats)}
                  rows={database.replicas}
                  keyOf={({ name }) => name}
                  none=""
                />
              </Block>
            )}
          </>
        )}
      </Asked>
      <Block title="Statements by the time that they took">
        <Asked query={statements} height={400}>
          {({ available, items }) =>
            available ? (
              <FactsTable
                label="Statements by the time that they took"
                columns={statementColumns(formats)}
                rows={items}
                keyOf={({ statement }) => statement}
                none="The database has counted nothing yet."
              />
            ) : (
              <p className="quiet">
                This database does not count its statements. Add pg_stat_statements to
                shared_preload_libraries, start it anew, and run “create extension pg_stat_statements” in it
                once. Until then, statements above SLOW_QUERY_MS stand in the log.
              </p>
            )
          }
        </Asked>
      </Block>
    </PageBody>
  );
}

function figuresOf(database: State['database'], formats: Formats): Figure[] {
  const { connections, connectionsMax, cacheHitShare } = database;
  const count = connections.reduce((sum, each) => sum + each.count, 0);
  const states = connections.map((each) => `${formats.count(each.count)} ${each.state}`).join(', ');
  return [
    { label: 'Size', isMain: true, value: bytesText(database.sizeBytes, formats) },
    {
      label: 'Connections',
      value: `${formats.count(count)} of ${formats.count(connectionsMax)}`,
      note: states,
    },
    {
      label: 'Longest transaction',
      value: durationText(database.longestTransactionSeconds, formats),
    },
    { label: 'Wait for locks', value: formats.count(database.lockWaits) },
    {
      label: 'Found in memory',
      value: cacheHitShare === null ? 'Not known yet' : percentText(cacheHitShare, 1, formats),
      note: 'of the blocks read',
    },
    { label: 'Deadlocks', value: formats.count(database.deadlocks), note: 'ever' },
    { label: 'Dead rows', value: formats.count(database.deadRows), note: 'until vacuumed' },
  ];
}

const replicaColumns = (formats: Formats): FactsColumn<Replica>[] => [
  { header: 'Replica', of: ({ name }) => name },
  {
    header: 'Behind by',
    of: ({ lagBytes }) => (lagBytes === null ? '' : bytesText(lagBytes, formats)),
    align: 'end',
  },
  {
    header: 'For',
    of: ({ lagSeconds }) => (lagSeconds === null ? '' : durationText(lagSeconds, formats)),
    align: 'end',
  },
];

const statementColumns = (formats: Formats): FactsColumn<Statement>[] => {
  const ms = (value: number) => durationText(value / 1_000, formats);
  return [
    { header: 'Statement', of: ({ statement }) => <code className={classes.statement}>{statement}</code> },
    { header: 'Calls', of: ({ calls }) => formats.count(calls), align: 'end' },
    { header: 'Mean', of: ({ meanMs }) => ms(meanMs), align: 'end' },
    { header: 'Slowest', of: ({ slowestMs }) => ms(slowestMs), align: 'end', optional: true },
    { header: 'Rows', of: ({ rows }) => formats.count(rows), align: 'end', optional: true },
    { header: 'In all', of: ({ totalMs }) => ms(totalMs), align: 'end' },
  ];
};
