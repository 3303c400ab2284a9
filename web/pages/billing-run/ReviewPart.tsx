// The drafts of a run by where they stand: how many are at each stage, and what is done to all of them at once.

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { BillingRun, RunReview } from '../../api/billing-runs.ts';
import { reviewQuery, runsPath, runTopics } from '../../api/billing-runs.ts';
import { useTell } from '../../api/useTell.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { confirm } from '../../ui/confirm.ts';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { useCommands } from '../../util/commands.ts';
import { useFormats, useMay } from '../../util/firm-context.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { stringifySearch } from '../../util/search.ts';
import classes from './billing-run.module.css';
import { Drafts } from './Drafts.tsx';
import { useRunActs } from './useRunActs.tsx';

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
    ...(mayApprove
      ? [{ label: 'Approve and number', key: 's', onChoose: () => void acts.approve(ready) }]
      : []),
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
