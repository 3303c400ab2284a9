// What is said of several drafts at once: of those among the ticked that it can be said of; each button tells how many.

import { useState } from 'react';
import type { BillingRun, ReviewedDraft, RunReview } from '../../api/billing-runs.ts';
import { BulkBar, type BulkAction } from '../../list/BulkBar.tsx';
import { useFormats, useMay } from '../../util/firm-context.ts';
import { NoteDialog, type Noted } from './NoteDialog.tsx';
import { mayOf } from './Speak.tsx';
import { useRunActs } from './useRunActs.tsx';
import { draftsInWords, useVerdicts } from './useVerdicts.ts';

const nouns = ['draft', 'drafts'] as const;

type TickedDraftsProps = {
  run: BillingRun;
  review: RunReview;
  drafts: readonly ReviewedDraft[];
  onDone: () => void;
};

export function TickedDrafts({ run, review, drafts, onDone }: TickedDraftsProps) {
  const [noting, setNoting] = useState<'returned' | 'held' | null>(null);
  const may = useMay();
  const formats = useFormats();
  const acts = useRunActs(run);
  const { give, isBusy } = useVerdicts(run);
  const mine = drafts.filter((draft) => mayOf(draft, may).maySpeak);
  const returnable = drafts.filter((draft) => mayOf(draft, may).mayReturn);
  const ready = drafts.filter((draft) => mayOf(draft, may).isReady);
  const hasEnded = run.state === 'done' || run.state === 'cancelled';
  const noted = noting === 'returned' ? returnable : mine;
  const say = ({ text, toStage }: Noted) => {
    if (noting !== null) give({ drafts: noted, verdict: noting, note: text, toStage });
    setNoting(null);
    onDone();
  };
  const action = (label: string, of: readonly ReviewedDraft[], key: string, onChoose: () => void) =>
    ({
      label: of.length === drafts.length ? label : `${label} (${formats.count(of.length)})`,
      key,
      onChoose,
      disabled: of.length === 0,
      busy: isBusy,
    }) satisfies BulkAction;
  const pass = () => {
    give({ drafts: mine, verdict: 'passed' });
    onDone();
  };
  const approve = async () => {
    if (await acts.approve(ready.length, ready)) onDone();
  };
  const approval =
    may('billingRuns.run') && hasEnded
      ? [action('Approve and number', ready, 'n', () => void approve())]
      : [];
  const verdicts =
    review.stages.length === 0
      ? []
      : [
          action('Pass', mine, 'a', pass),
          action('Send back…', returnable, 'c', () => setNoting('returned')),
          action('Hold…', mine, 'h', () => setNoting('held')),
        ];
  return (
    <>
      <BulkBar
        count={drafts.length}
        nouns={nouns}
        actions={mine.length === 0 ? [...approval, ...verdicts] : [...verdicts, ...approval]}
        onClear={onDone}
      />
      {noting !== null && (
        <NoteDialog
          verdict={noting}
          name={draftsInWords(noted, formats)}
          stages={review.stages.filter(({ stage }) => noted.every((draft) => stage < draft.stage))}
          onSay={say}
          onClose={() => setNoting(null)}
        />
      )}
    </>
  );
}
