// The drafts of a run by where they stand, and beside them the invoice as it is printed. A passes it and goes on to the next
// that awaits whoever looks; C sends it back, H holds it.

import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import type { BillingRun, ReviewedDraft, RunReview } from '../../api/billing-runs.ts';
import { reviewQuery, runsPath, runTopics } from '../../api/billing-runs.ts';
import { listQuery } from '../../api/resource.ts';
import { useTell } from '../../api/useTell.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { confirm } from '../../ui/confirm.ts';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useCommands } from '../../util/commands.ts';
import { useFormats, useMay } from '../../util/firm-context.ts';
import type { Formats } from '../../util/formats.ts';
import { useKeys } from '../../util/keys.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { stringifySearch } from '../../util/search.ts';
import classes from './billing-run.module.css';
import { PrintedInvoice } from './PrintedInvoice.tsx';
import { NoteDialog, type Noted } from './NoteDialog.tsx';
import { useRunActs } from './useRunActs.tsx';
import { useVerdicts } from './useVerdicts.ts';

export function ReviewPart({ run }: { run: BillingRun }) {
  const { data: review, error, refetch } = useQuery(reviewQuery(run.id));
  const [{ stage }] = usePageSearch();
  const shown = stage ?? (review !== undefined && review.awaitingMe > 0 ? 'mine' : 'all');
  if (error !== null && review === undefined)
    return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <div className={classes.stages}>
        <Stages run={run} review={review} shown={shown} />
        <Release run={run} review={review} />
      </div>
      {review !== undefined && <Drafts key={shown} run={run} review={review} shown={shown} />}
    </>
  );
}

type StagesProps = { run: BillingRun; review: RunReview | undefined; shown: string };

/** Where the drafts stand, from the first stage to those that may be approved. */
function Stages({ run, review, shown }: StagesProps) {
  const formats = useFormats();
  const stages = review?.stages ?? [];
  const all = stages.reduce((sum, { drafts }) => sum + drafts, review?.ready ?? 0);
  const links = [
    ...(stages.length === 0 ? [] : [{ value: 'mine', label: 'Awaiting me', count: review?.awaitingMe ?? 0 }]),
    ...stages.map(({ stage, name, drafts }) => ({ value: String(stage), label: name, count: drafts })),
    ...(stages.length === 0
      ? []
      : [{ value: String(stages.length + 1), label: 'Ready to approve', count: review?.ready ?? 0 }]),
    { value: 'all', label: 'All drafts', count: all },
  ];
  return (
    <nav aria-label="Stages of the review" className={classes.stageList}>
      {links.map(({ value, label, count }) => (
        <AppLink
          key={value}
          href={`/billing-runs/${run.id}${stringifySearch({ tab: 'review', stage: value })}`}
          aria-current={value === shown ? 'true' : undefined}
        >
          {label} <span className="quiet">{formats.count(count)}</span>
        </AppLink>
      ))}
    </nav>
  );
}

/** Bulk: everything that awaits this person passes, and everything that has passed is approved. */
function Release({ run, review }: { run: BillingRun; review: RunReview | undefined }) {
  const may = useMay();
  const formats = useFormats();
  const acts = useRunActs(run);
  const passing = useTell<void, { count: number }>({
    send: () => ({ path: `${runsPath}/${run.id}/review/verdicts`, body: { verdict: 'passed' } }),
    changes: runTopics,
    said: ({ count }) => `${formats.count(count)} passed on`,
  });
  const awaiting = review?.awaitingMe ?? 0;
  const ready = review?.stages.length === 0 ? run.progress.units.drafted : (review?.ready ?? 0);
  const passAll = async () => {
    const isSure = await confirm({
      title: `Pass all that await you in ${run.name}?`,
      consequence:
        'Each goes on to the next stage as it stands. They can be sent back until they are approved.',
      figures: [{ label: 'Drafts', value: formats.count(awaiting) }],
      act: `Pass ${formats.count(awaiting)}`,
      tone: 'plain',
    });
    if (isSure) passing.tell();
  };
  const mayApprove =
    may('billingRuns.run') && ready > 0 && (run.state === 'done' || run.state === 'cancelled');
  useCommands([
    ...(awaiting > 0 ? [{ label: 'Pass all that await me', onChoose: () => void passAll() }] : []),
    ...(mayApprove ? [{ label: 'Approve and number', onChoose: () => void acts.approve(ready) }] : []),
  ]);
  return (
    <span className={classes.release}>
      {awaiting > 1 && (
        <Button size="xs" variant="default" loading={passing.isBusy} onClick={() => void passAll()}>
          Pass all {formats.count(awaiting)}
        </Button>
      )}
      {mayApprove && (
        <Button size="xs" loading={acts.isBusy} onClick={() => void acts.approve(ready)}>
          Approve and number {formats.count(ready)}
        </Button>
      )}
    </span>
  );
}

const noDrafts: readonly ReviewedDraft[] = [];

function Drafts({ run, review, shown }: { run: BillingRun; review: RunReview; shown: string }) {
  const question = shown === 'mine' ? { awaitingMe: 'true' } : shown === 'all' ? {} : { stage: shown };
  const { data, error, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery(
    listQuery<ReviewedDraft>(`${runsPath}/${run.id}/review/drafts`, question, { changesWith: ['invoices'] }),
  );
  const drafts = data?.pages.flatMap(({ items }) => items) ?? noDrafts;
  const [place, setPlace] = useState<number | null>(null);
  const found = drafts.findIndex((draft) => draft.place === place);
  const at = Math.max(0, found);
  const current = drafts[at];
  const goTo = (index: number) => {
    const wanted = drafts[Math.max(0, Math.min(drafts.length - 1, index))];
    if (wanted === undefined) return;
    setPlace(wanted.place);
    document.getElementById(`draft-${wanted.place}`)?.scrollIntoView({ block: 'nearest' });
  };
  useKeys({
    j: () => goTo(at + 1),
    k: () => goTo(at - 1),
    ArrowDown: () => goTo(at + 1),
    ArrowUp: () => goTo(at - 1),
  });
  if (error !== null && data === undefined)
    return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (data !== undefined && current === undefined) return <NoDrafts run={run} shown={shown} />;
  return (
    <div className={classes.review}>
      <ul aria-label="Drafts">
        {drafts.map((draft, index) => (
          <li key={draft.place} id={`draft-${draft.place}`}>
            <DraftButton draft={draft} isCurrent={index === at} onChoose={() => setPlace(draft.place)} />
          </li>
        ))}
        {hasNextPage && (
          <li>
            <Button fullWidth variant="subtle" onClick={() => void fetchNextPage()}>
              More
            </Button>
          </li>
        )}
      </ul>
      <div className={classes.paperSide}>
        {current !== undefined && (
          <>
            <Speak
              run={run}
              review={review}
              draft={current}
              onNext={() => goTo(at + 1 < drafts.length ? at + 1 : at - 1)}
            />
            <PrintedInvoice invoiceId={current.invoiceId} />
          </>
        )}
      </div>
    </div>
  );
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

type DraftButtonProps = { draft: ReviewedDraft; isCurrent: boolean; onChoose: () => void };

function DraftButton({ draft, isCurrent, onChoose }: DraftButtonProps) {
  return (
    <button type="button" className={classes.draft} aria-current={isCurrent || undefined} onClick={onChoose}>
      <span>{draft.clientName ?? 'A client that is gone'}</span>
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
  );
}

type SpeakProps = { run: BillingRun; review: RunReview; draft: ReviewedDraft; onNext: () => void };

/** What this person may say of the draft that is shown. */
function Speak({ run, review, draft, onNext }: SpeakProps) {
  const [noting, setNoting] = useState<'returned' | 'held' | null>(null);
  const may = useMay();
  const { give, isBusy } = useVerdicts(run);
  const router = useRouter();
  const formats = useFormats();
  const maySpeak = may('billingRuns.review') && draft.isMine && draft.stageName !== null;
  const mayReturn = may('billingRuns.review') && draft.stage > 1 && (draft.isMine || may('billingRuns.run'));
  const pass = () => {
    give({ draft, verdict: 'passed' });
    onNext();
  };
  const note = ({ text, toStage }: Noted) => {
    if (noting !== null) give({ draft, verdict: noting, note: text, toStage });
    setNoting(null);
    onNext();
  };
  useCommands([
    ...(maySpeak ? [{ label: 'Pass this draft, on to the next', key: 'a', onChoose: pass }] : []),
    ...(mayReturn
      ? [{ label: 'Send this draft back', key: 'c', onChoose: () => setNoting('returned') }]
      : []),
    ...(maySpeak ? [{ label: 'Hold this draft', key: 'h', onChoose: () => setNoting('held') }] : []),
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

const verdictWords = { passed: 'passed', returned: 'sent back', held: 'held', changed: 'changed' } as const;

function lastWords(last: NonNullable<ReviewedDraft['last']>, formats: Formats): string {
  const said = `${verdictWords[last.verdict]} by ${last.by}, ${formats.instant(last.at)}`;
  return last.note === null ? said : `${said}: “${last.note}”`;
}
