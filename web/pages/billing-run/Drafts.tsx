// The drafts at a stage, and beside them the invoice as it is printed. J and K go through them; X ticks several, and then
// what is said is said of all that are ticked.

import { useState } from 'react';
import type { BillingRun, ReviewedDraft, RunReview } from '../../api/billing-runs.ts';
import { runsPath } from '../../api/billing-runs.ts';
import { printedQuery } from '../../api/invoices.ts';
import type { ListQuestion } from '../../api/resource.ts';
import { useRows } from '../../list/useRows.ts';
import { useSelection } from '../../table/useSelection.ts';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { useKeys } from '../../util/keys.ts';
import { Paper } from '../document/Paper.tsx';
import classes from './billing-run.module.css';
import { DraftList } from './DraftList.tsx';
import { Speak } from './Speak.tsx';
import { TickedDrafts } from './TickedDrafts.tsx';

const idOf = ({ place }: ReviewedDraft) => String(place);
const changesWith = ['invoices'];
const questions: Readonly<Record<string, ListQuestion>> = { mine: { awaitingMe: 'true' }, all: {} };

type DraftsProps = { run: BillingRun; review: RunReview; shown: string };

export function Drafts({ run, review, shown }: DraftsProps) {
  const {
    query: { data, error, refetch, onEndReached, onInView },
    rows: drafts,
    isWhole,
  } = useRows<ReviewedDraft>({
    path: `${runsPath}/${run.id}/review/drafts`,
    question: questions[shown] ?? { stage: shown },
    idOf,
    changesWith,
  });
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
        <DraftList
          drafts={drafts}
          isWhole={isWhole}
          at={at}
          selection={selection}
          onChoose={choose}
          onEndReached={onEndReached}
          onInView={onInView}
        />
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
