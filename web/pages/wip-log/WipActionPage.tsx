import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { resourceQuery } from '../../api/resource.ts';
import { useUndoWipAction } from '../../api/wip-actions.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Day } from '../../ui/Day.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { Block, Facts, PageBody } from '../../ui/PageBody.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useCommands } from '../../util/commands.ts';
import { useFormats, useMay } from '../../util/firm-context.ts';
import { lastAddress } from '../../util/last-address.ts';
import { ledgerHref } from '../job-ledger/search.ts';
import type { ExplainedAction } from './words.ts';
import { actionWords, isUndoable, jobsInWords } from './words.ts';
import classes from './wip-log.module.css';

const route = getRouteApi('/shell/wip-actions/$wipActionId');

/** One action: why, by whom, and the journals that it posted. */
export function WipActionPage() {
  const { wipActionId } = route.useParams();
  const formats = useFormats();
  const { data, error, refetch } = useQuery(
    resourceQuery<ExplainedAction>(`/wip-actions/${wipActionId}`, {}, { changesWith: ['wip'] }),
  );
  const undoing = useUndoWipAction();
  const may = useMay();
  const title = data === undefined ? 'WIP action' : actionWords[data.kind];
  const undo =
    data !== undefined && isUndoable(data, may)
      ? () => undoing.tell({ wipActionId, said: `${actionWords[data.kind]} ${data.id} undone` })
      : undefined;
  useCommands(undo ? [{ label: 'Undo it', key: 'u', onChoose: undo }] : []);
  return (
    <>
      <title>{`${title} ${wipActionId} · Workledger`}</title>
      <PageHeader
        title={title}
        mark={wipActionId}
        back={{ href: lastAddress('/wip-actions'), label: 'WIP actions' }}
        {...(data ? { under: jobsInWords(data, formats) } : {})}
      >
        {undo && (
          <Button variant="default" loading={undoing.isBusy} onClick={undo}>
            Undo
          </Button>
        )}
      </PageHeader>
      <PageBody>
        {data !== undefined ? (
          <About action={data} />
        ) : error === null ? (
          <Skeleton height={180} />
        ) : (
          <ProblemNotice error={error} onRetry={() => void refetch()} />
        )}
      </PageBody>
    </>
  );
}

function About({ action }: { action: ExplainedAction }) {
  const formats = useFormats();
  const { effectiveOn, recordedAt, by, reason, note, undoneAt, undoneBy, totals } = action;
  return (
    <>
      <Facts
        facts={[
          [
            'State',
            undoneAt === null ? (
              'It stands'
            ) : (
              <>
                <StatusBadge tone="quiet">Undone</StatusBadge> {formats.instant(undoneAt)} by {undoneBy}
              </>
            ),
          ],
          [
            'Change of net WIP',
            totals.map(({ currency, netWipChange }) => (
              <div key={currency}>
                <Amount of={netWipChange} /> {currency}
              </div>
            )),
          ],
          ['Counts for', <Day key="day" of={effectiveOn} />],
          ['Recorded', `${formats.instant(recordedAt)} by ${by}`],
          ['Reason', reason],
          ['Note', note],
        ]}
      />
      <Block title="What it posted">
        <Journals action={action} />
      </Block>
    </>
  );
}

function Journals({ action: { journals, isCut } }: { action: ExplainedAction }) {
  const formats = useFormats();
  return (
    <div className={classes.scroller}>
      <table className={classes.journals}>
        <caption className="visually-hidden">Journals, each job of one by itself</caption>
        <thead>
          <tr>
            <th scope="col">Journal</th>
            <th scope="col">Job</th>
            <th scope="col">What happened</th>
            <th scope="col">Counts for</th>
            <th scope="col">Change of net WIP</th>
            <th scope="col">Reversed by</th>
          </tr>
        </thead>
        <tbody>
          {journals.map((journal) => (
            <tr key={`${journal.journalId} ${journal.jobId}`}>
              <td>
                <AppLink href={ledgerHref(journal.jobId, { journal: journal.journalId })}>
                  {journal.journalId}
                </AppLink>
              </td>
              <td>
                <AppLink href={`/jobs/${journal.jobId}`}>
                  <span className="quiet">{journal.jobNumber}</span> {journal.jobName}
                </AppLink>
              </td>
              <td>{journal.kindLabel}</td>
              <td>
                <Day of={journal.effectiveOn} />
              </td>
              <td>
                <Amount of={journal.netWipChange} /> <span className="quiet">{journal.currency}</span>
              </td>
              <td>
                {journal.reversedBy !== null && (
                  <AppLink href={ledgerHref(journal.jobId, { journal: journal.reversedBy })}>
                    {journal.reversedBy}
                  </AppLink>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {isCut && (
        <p className="quiet">
          Only the first {formats.count(journals.length)} journals are here; the others stand in the ledgers
          of the jobs.
        </p>
      )}
    </div>
  );
}
