// The drafts at a stage, and beside them the invoice as it is printed. J and K go through them; X ticks several, and then
// what is said is said of all that are ticked.

import { Button, Checkbox } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { BillingRun, ReviewedDraft, RunReview } from '../../api/billing-runs.ts';
import { runsPath } from '../../api/billing-runs.ts';
import { printedQuery } from '../../api/invoices.ts';
import { listQuery } from '../../api/resource.ts';
import { useSelection } from '../../table/useSelection.ts';
import { Amount } from '../../ui/Amount.tsx';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useKeys } from '../../util/keys.ts';
import { Paper } from '../document/Paper.tsx';
import classes from './billing-run.module.css';
import { Speak } from './Speak.tsx';
import { TickedDrafts } from './TickedDrafts.tsx';

const noDrafts: readonly ReviewedDraft[] = [];
const idOf = ({ place }: ReviewedDraft) => String(place);

type DraftsProps = { run: BillingRun; review: RunReview; shown: string };

export function Drafts({ run, review, shown }: DraftsProps) {
  const question = shown === 'mine' ? { awaitingMe: 'true' } : shown === 'all' ? {} : { stage: shown };
  const { data, error, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery(
    listQuery<ReviewedDraft>(`${runsPath}/${run.id}/review/drafts`, question, { changesWith: ['invoices'] }),
  );
  const drafts = data?.pages.flatMap(({ items }) => items) ?? noDrafts;
  const { selection, chosen, clear } = useSelection(drafts, idOf);
  const { at, current, goTo, choose } = useCurrentDraft(drafts);
  useKeys({
    j: () => goTo(at + 1),
    k: () => goTo(at - 1),
    ArrowDown: () => goTo(at + 1),
    ArrowUp: () => goTo(at - 1),
    x: () => current && selection.toggle(idOf(current), false),
  });
  if (error !== null && data === undefined)
    return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (data !== undefined && current === undefined) return <NoDrafts run={run} shown={shown} />;
  return (
    <>
      <div className={classes.review}>
        <div className={classes.drafts}>
          <div className={classes.tickAll}>
            <Checkbox
              size="xs"
              label={hasNextPage ? `The ${drafts.length} shown` : `All ${drafts.length}`}
              checked={selection.state === 'all'}
              indeterminate={selection.state === 'some'}
              onChange={selection.toggleAll}
            />
          </div>
          <ul aria-label="Drafts">
            {drafts.map((draft, index) => (
              <DraftItem
                key={draft.place}
                draft={draft}
                isCurrent={index === at}
                isTicked={selection.has(idOf(draft))}
                onTick={(extend) => selection.toggle(idOf(draft), extend)}
                onChoose={() => choose(draft)}
              />
            ))}
            {hasNextPage && (
              <li>
                <Button fullWidth variant="subtle" onClick={() => void fetchNextPage()}>
                  More
                </Button>
              </li>
            )}
          </ul>
        </div>
        <div className={classes.paperSide}>
          {current !== undefined && (
            <>
              <Speak
                run={run}
                review={review}
                draft={current}
                hasKeys={chosen.length === 0}
                onNext={() => goTo(at + 1 < drafts.length ? at + 1 : at - 1)}
              />
              <Paper query={printedQuery(current.invoiceId)} />
            </>
          )}
        </div>
      </div>
      {chosen.length > 0 && <TickedDrafts run={run} review={review} drafts={chosen} onDone={clear} />}
    </>
  );
}

/** The draft that is shown; when it has gone on to another stage, the first of those that are left. */
function useCurrentDraft(drafts: readonly ReviewedDraft[]) {
  const [place, setPlace] = useState<number | null>(null);
  const at = Math.max(
    0,
    drafts.findIndex((draft) => draft.place === place),
  );
  const goTo = (index: number) => {
    const wanted = drafts[Math.max(0, Math.min(drafts.length - 1, index))];
    if (wanted === undefined) return;
    setPlace(wanted.place);
    document.getElementById(`draft-${wanted.place}`)?.scrollIntoView({ block: 'nearest' });
  };
  return { at, current: drafts[at], goTo, choose: (draft: ReviewedDraft) => setPlace(draft.place) };
}

function NoDrafts({ run, shown }: { run: BillingRun; shown: string }) {
  const isMaking = run.state === 'running';
  return (
    <div className={classes.instead}>
      <Notice title={shown === 'mine' ? 'Nothing awaits you' : 'No drafts here'}>
        {isMaking
          ? 'Drafts show here as the run makes them.'
          : 'What the run has drafted is through, or at another stage.'}
      </Notice>
    </div>
  );
}

type DraftItemProps = {
  draft: ReviewedDraft;
  isCurrent: boolean;
  isTicked: boolean;
  onTick: (extend: boolean) => void;
  onChoose: () => void;
};

function DraftItem({ draft, isCurrent, isTicked, onTick, onChoose }: DraftItemProps) {
  const name = draft.clientName ?? 'A client that is gone';
  return (
    <li id={`draft-${draft.place}`} className={classes.draftItem} data-current={isCurrent || undefined}>
      <Checkbox
        size="xs"
        aria-label={`Tick ${name}`}
        checked={isTicked}
        onChange={({ nativeEvent }) => onTick('shiftKey' in nativeEvent && nativeEvent.shiftKey === true)}
      />
      <button
        type="button"
        className={classes.draft}
        aria-current={isCurrent || undefined}
        onClick={onChoose}
      >
        <span>{name}</span>
        <span className={classes.end}>
          <span className="quiet">{draft.currency}</span> <Amount of={draft.total} />
        </span>
        <span className="quiet">
          {draft.stageName ?? 'Ready to approve'} · {draft.jobs} {draft.jobs === 1 ? 'job' : 'jobs'}
        </span>
        {draft.isHeld && <StatusBadge tone="warning">Held</StatusBadge>}
        {draft.last?.verdict === 'returned' && <StatusBadge tone="negative">Sent back</StatusBadge>}
        {draft.last?.verdict === 'changed' && <StatusBadge tone="accent">Changed</StatusBadge>}
      </button>
    </li>
  );
}
