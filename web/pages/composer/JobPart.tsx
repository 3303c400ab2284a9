// One job of an invoice: its work, its quote or its deposit, by the basis; what was invoiced ahead; lines typed on the
// invoice; and its terms.

import { ActionMenu } from '../../ui/ActionMenu.tsx';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Icon } from '../../ui/icons.tsx';
import classes from './composer.module.css';
import { Deposit } from './Deposit.tsx';
import { EntryGrid } from './EntryGrid.tsx';
import { Interims } from './Interims.tsx';
import { JobTerms } from './JobTerms.tsx';
import { newLine, type JobDraft } from './model.ts';
import { QuoteClaims } from './QuoteClaims.tsx';
import { TypedLines } from './TypedLines.tsx';
import type { JobPartProps } from './job-part-props.ts';

export function JobPart(props: JobPartProps) {
  const { job, place, billable, draft, cutOffOn, invoiceId, groupBy, preview, objections, dispatch } = props;
  const { basis } = draft;
  const addLine = () =>
    dispatch({ do: 'setLines', jobId: job.jobId, lines: (lines) => [...lines, newLine()] });
  // On the quote, work is not decided on entry by entry; costs beside it are.
  const listed =
    basis === 'quoted'
      ? { ...billable, items: billable.items.filter(({ kind }) => kind === 'cost') }
      : billable;
  return (
    <section className={classes.job} aria-label={`${billable.jobNumber} ${billable.jobName}`}>
      <JobHead {...props} onAddLine={addLine} />
      {objections.at(`jobs.${place}.jobId`) !== undefined && (
        <p className={classes.wrong}>{objections.at(`jobs.${place}.jobId`)}</p>
      )}
      {basis === 'quoted' && <QuoteClaims {...props} />}
      {basis === 'deposit' && <Deposit {...props} />}
      {(basis === 'actual' || (basis === 'quoted' && listed.items.length > 0)) && (
        <EntryGrid
          billable={listed}
          job={basis === 'quoted' ? { ...job, select: 'none' } : job}
          invoiceId={invoiceId}
          cutOffOn={cutOffOn}
          groupBy={groupBy}
          preview={preview}
          errorOf={(itemId) => objections.atEntry(job.jobId, itemId)}
          dispatch={dispatch}
        />
      )}
      {basis !== 'deposit' && (
        <TypedLines
          jobId={job.jobId}
          lines={job.lines}
          path={`jobs.${place}.lines`}
          currency={billable.currency}
          items={billable.items}
          preview={preview}
          objections={objections}
          dispatch={dispatch}
        />
      )}
      <Interims {...props} />
      <JobTerms {...props} />
    </section>
  );
}

function JobHead({ job, billable, dispatch, draft, onAddLine }: JobPartProps & { onAddLine: () => void }) {
  const { jobId } = job;
  const all = (select: JobDraft['select']) =>
    dispatch({ do: 'setJob', jobId, changed: { select, entries: {} } });
  return (
    <header className={classes.jobHead}>
      <h2>
        <AppLink href={`/jobs/${jobId}/ledger`}>
          <span className="quiet">{billable.jobNumber}</span> {billable.jobName}
        </AppLink>
      </h2>
      <dl>
        <div>
          <dt>Net WIP</dt>
          <dd>
            <AppLink href={`/jobs/${jobId}/ledger`}>
              <Amount of={billable.netWip} />
            </AppLink>
          </dd>
        </div>
        {billable.quote !== null && (
          <div>
            <dt>Quote left</dt>
            <dd>
              <Amount of={billable.uninvoicedQuote} />
            </dd>
          </div>
        )}
      </dl>
      <ActionMenu
        name={`What to do with ${billable.jobNumber}`}
        target={
          <button type="button" className={classes.icon} aria-label={`What to do with ${billable.jobNumber}`}>
            <Icon name="more" />
          </button>
        }
        actions={[
          ...(draft.basis === 'actual'
            ? [
                { label: 'Bill all that is open', onChoose: () => all('all') },
                { label: 'Bill only what I choose', onChoose: () => all('none') },
              ]
            : []),
          ...(draft.basis === 'deposit' ? [] : [{ label: 'Type a line', onChoose: onAddLine }]),
          { label: 'Take the job off', onChoose: () => dispatch({ do: 'removeJob', jobId }) },
        ]}
      />
    </header>
  );
}
