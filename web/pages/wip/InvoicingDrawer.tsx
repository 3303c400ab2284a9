// Drafts for all jobs that are ticked, one per job or one per client: what there will be, then how it went, each with its
// link. A draft bills what is open up to a day; everything else about it is decided on the draft.

import { Button, SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { BillingRow } from '../../api/estimated-billings.ts';
import { DayInput } from '../../form/DayInput.tsx';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { addressOf } from '../../util/addresses.ts';
import { todayIn } from '../../util/days.ts';
import { useFirm, useFormats } from '../../util/firm-context.ts';
import classes from './invoicing.module.css';
import type { DraftsPer, PlannedDraft } from './invoicing.ts';
import { hasNothing, plannedDrafts } from './invoicing.ts';
import type { Outcome } from './useDrafting.ts';
import { useDrafting } from './useDrafting.ts';

type InvoicingDrawerProps = { rows: readonly BillingRow[]; onClose: () => void; onDone: () => void };

export default function InvoicingDrawer({ rows, onClose, onDone }: InvoicingDrawerProps) {
  const { timeZone } = useFirm();
  const formats = useFormats();
  const [per, setPer] = useState<DraftsPer>('client');
  const [cutOffOn, setCutOffOn] = useState(() => todayIn(timeZone));
  // What was chosen stays the same while the drafts take it.
  const [chosen] = useState(rows);
  const [billable, left] = useMemo(
    () => [chosen.filter((row) => !hasNothing(row)), chosen.filter(hasNothing)],
    [chosen],
  );
  const drafts = useMemo(() => plannedDrafts(billable, per), [billable, per]);
  const { draw, stop, outcomes, isBusy } = useDrafting();
  const begin = async () => {
    const made = await draw(drafts, cutOffOn);
    if (made.length > 0) onDone();
  };
  const hasBegun = isBusy || outcomes.length > 0;
  return (
    <EditDrawer
      opened
      title={`Draft invoices for ${formats.count(chosen.length)} jobs`}
      onClose={onClose}
      size={560}
    >
      {hasBegun ? (
        <Progress outcomes={outcomes} count={drafts.length} isBusy={isBusy} onStop={stop} onClose={onClose} />
      ) : billable.length === 0 ? (
        <Notice title="Nothing to invoice on these jobs">
          Drafts hold what is open, or it is invoiced or written off already.
        </Notice>
      ) : (
        <div className={classes.plan}>
          <SegmentedControl
            aria-label="How many invoices"
            value={per}
            onChange={(value) => setPer(value as DraftsPer)}
            data={[
              { value: 'client', label: 'One per client' },
              { value: 'job', label: 'One per job' },
            ]}
          />
          <DayInput
            label="Bill work up to"
            value={cutOffOn}
            onChange={(day) => setCutOffOn(day ?? todayIn(timeZone))}
          />
          <Plan drafts={drafts} />
          <p className="quiet">
            Each bills the recorded work that is open and absorbs the interims. Nothing is posted until a
            draft is approved.{left.length > 0 && ` ${leftWords(left)}`}
          </p>
          <div className={classes.acts}>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button data-autofocus onClick={() => void begin()}>
              Draft {formats.count(drafts.length)} {drafts.length === 1 ? 'invoice' : 'invoices'}
            </Button>
          </div>
        </div>
      )}
    </EditDrawer>
  );
}

const shownMax = 200;

function Plan({ drafts }: { drafts: readonly PlannedDraft[] }) {
  const formats = useFormats();
  return (
    <ul className={classes.drafts} aria-label="Invoices">
      {drafts.slice(0, shownMax).map((draft) => (
        <li key={draft.key}>
          <DraftWords draft={draft} />
          <span className={classes.amount}>
            <Amount of={draft.netWip} /> <span className="quiet">{draft.currency}</span>
          </span>
        </li>
      ))}
      {drafts.length > shownMax && <li className="quiet">{formats.count(drafts.length - shownMax)} more</li>}
    </ul>
  );
}

type ProgressProps = {
  outcomes: readonly Outcome[];
  count: number;
  isBusy: boolean;
  onStop: () => void;
  onClose: () => void;
};

function Progress({ outcomes, count, isBusy, onStop, onClose }: ProgressProps) {
  const formats = useFormats();
  const made = outcomes.filter((each) => each.made !== undefined).length;
  const refused = outcomes.length - made;
  const words = [
    `${formats.count(made)} of ${formats.count(count)} drafted`,
    ...(refused > 0 ? [`${formats.count(refused)} could not be`] : []),
  ];
  return (
    <div className={classes.plan}>
      <p role="status" className={classes.status}>
        {words.join(', ')}
      </p>
      <ProgressBar label="Looked at" done={outcomes.length} of={count} />
      <ul className={classes.drafts} aria-label="Drafts">
        {outcomes.map(({ draft, made: invoice, why }) => (
          <li key={draft.key} data-refused={why !== undefined || undefined}>
            <DraftWords draft={draft} why={why} />
            {invoice && (
              <AppLink className={classes.amount} href={addressOf({ kind: 'invoice', id: invoice.id })}>
                <Amount of={invoice.total} /> <span className="quiet">{draft.currency}</span>
              </AppLink>
            )}
          </li>
        ))}
      </ul>
      <div className={classes.acts}>
        {isBusy ? (
          <Button variant="default" onClick={onStop}>
            Stop
          </Button>
        ) : (
          <Button onClick={onClose}>Close</Button>
        )}
      </div>
    </div>
  );
}

function DraftWords({ draft, why }: { draft: PlannedDraft; why?: string | undefined }) {
  const formats = useFormats();
  const { clientName, jobs } = draft;
  const [first] = jobs;
  const what =
    jobs.length === 1 && first ? `${first.jobNumber} ${first.jobName}` : `${formats.count(jobs.length)} jobs`;
  return (
    <span className={classes.words}>
      <span>{clientName}</span>
      <span className="quiet">{what}</span>
      {why !== undefined && <span className={classes.why}>{why}</span>}
    </span>
  );
}

function leftWords(left: readonly BillingRow[]): string {
  const [only] = left;
  if (left.length === 1 && only) return `Nothing is left to invoice on ${only.jobNumber}.`;
  return `Nothing is left to invoice on ${left.length} of the jobs.`;
}
