// What this person may say of the draft that is shown. A passes it and goes on to the next that awaits whoever looks; C sends
// it back, H holds it.

import { Button } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import type { BillingRun, ReviewedDraft, RunReview } from '../../api/billing-runs.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { useCommands } from '../../util/commands.ts';
import { useFormats, useMay } from '../../util/firm-context.ts';
import type { Formats } from '../../util/formats.ts';
import classes from './billing-run.module.css';
import { NoteDialog, type Noted } from './NoteDialog.tsx';
import { useVerdicts } from './useVerdicts.ts';

type SpeakProps = {
  run: BillingRun;
  review: RunReview;
  draft: ReviewedDraft;
  onNext: () => void;
  /** While drafts are ticked, the keys are theirs. */
  hasKeys: boolean;
};

export function Speak({ run, review, draft, onNext, hasKeys }: SpeakProps) {
  const [noting, setNoting] = useState<'returned' | 'held' | null>(null);
  const may = useMay();
  const { give, isBusy } = useVerdicts(run);
  const router = useRouter();
  const formats = useFormats();
  const { maySpeak, mayReturn } = mayOf(draft, may);
  const pass = () => {
    give({ drafts: [draft], verdict: 'passed' });
    onNext();
  };
  const note = ({ text, toStage }: Noted) => {
    if (noting !== null) give({ drafts: [draft], verdict: noting, note: text, toStage });
    setNoting(null);
    onNext();
  };
  const keyOf = (key: string) => (hasKeys ? { key } : {});
  useCommands([
    ...(maySpeak ? [{ label: 'Pass this draft, on to the next', ...keyOf('a'), onChoose: pass }] : []),
    ...(mayReturn
      ? [{ label: 'Send this draft back', ...keyOf('c'), onChoose: () => setNoting('returned') }]
      : []),
    ...(maySpeak ? [{ label: 'Hold this draft', ...keyOf('h'), onChoose: () => setNoting('held') }] : []),
    {
      label: 'Open this draft to change it',
      key: 'e',
      onChoose: () => router.history.push(`/invoices/${draft.invoiceId}`),
    },
  ]);
  return (
    <div className={classes.speak}>
      <div>
        <strong>{draft.clientName}</strong>{' '}
        <span className="quiet">
          {draft.stageName === null ? 'Ready to approve' : `At ${draft.stageName}`}
          {draft.last !== null && ` · ${lastWords(draft.last, formats)}`}
        </span>
      </div>
      <span className={classes.release}>
        <AppLink className={classes.link} href={`/invoices/${draft.invoiceId}`}>
          Change it
        </AppLink>
        {maySpeak && (
          <Button size="xs" variant="default" onClick={() => setNoting('held')}>
            Hold
          </Button>
        )}
        {mayReturn && (
          <Button size="xs" variant="default" onClick={() => setNoting('returned')}>
            Send back
          </Button>
        )}
        {maySpeak && (
          <Button size="xs" loading={isBusy} onClick={pass}>
            Pass
          </Button>
        )}
      </span>
      {noting !== null && (
        <NoteDialog
          verdict={noting}
          name={draft.clientName ?? 'this draft'}
          stages={review.stages.filter(({ stage }) => stage < draft.stage)}
          onSay={note}
          onClose={() => setNoting(null)}
        />
      )}
    </div>
  );
}

/** What may be said of a draft, as the server sees it: whether the stage is this person's, and whether there is an earlier one. */
export function mayOf({ isMine, stage, stageName }: ReviewedDraft, may: ReturnType<typeof useMay>) {
  const speaks = may('billingRuns.review');
  return {
    maySpeak: speaks && isMine && stageName !== null,
    mayReturn: speaks && stage > 1 && (isMine || may('billingRuns.run')),
    isReady: stageName === null,
  };
}

const verdictWords = { passed: 'passed', returned: 'sent back', held: 'held', changed: 'changed' } as const;

function lastWords(last: NonNullable<ReviewedDraft['last']>, formats: Formats): string {
  const said = `${verdictWords[last.verdict]} by ${last.by}, ${formats.instant(last.at)}`;
  return last.note === null ? said : `${said}: “${last.note}”`;
}
