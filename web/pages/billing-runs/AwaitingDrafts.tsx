// Drafts of billing runs that wait for somebody: one line for each run, leading to where they are read.

import { useQuery } from '@tanstack/react-query';
import type { AwaitingRuns } from '../../api/billing-runs.ts';
import { awaitingQuery, runsPath } from '../../api/billing-runs.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { useFormats, useMay } from '../../util/firm-context.ts';
import type { Formats } from '../../util/formats.ts';
import classes from './billing-runs.module.css';

type AwaitingRun = AwaitingRuns['items'][number];

export function AwaitingDrafts() {
  const may = useMay();
  const { data } = useQuery({ ...awaitingQuery(), enabled: may('billingRuns.read') });
  const formats = useFormats();
  const mayApprove = may('billingRuns.run');
  const lines = (data?.items ?? []).flatMap((run) => linesOf(run, mayApprove, formats));
  if (lines.length === 0) return null;
  return (
    <ul className={classes.awaiting} aria-label="What awaits you">
      {lines.map(({ href, words, act }) => (
        <li key={href}>
          <span>{words}</span>
          <AppLink href={href}>{act}</AppLink>
        </li>
      ))}
    </ul>
  );
}

function linesOf({ id, name, state, awaitingMe, ready }: AwaitingRun, mayApprove: boolean, formats: Formats) {
  const drafts = (count: number) => `${formats.count(count)} ${count === 1 ? 'draft' : 'drafts'}`;
  const hasEnded = state === 'done' || state === 'cancelled';
  return [
    ...(awaitingMe === 0
      ? []
      : [
          {
            href: `${runsPath}/${id}?tab=review&stage=mine`,
            words: `${drafts(awaitingMe)} of ${name} ${awaitingMe === 1 ? 'awaits' : 'await'} your review.`,
            act: `Review ${name}`,
          },
        ]),
    ...(ready === 0 || !mayApprove || !hasEnded
      ? []
      : [
          {
            href: `${runsPath}/${id}?tab=review`,
            words: `${drafts(ready)} of ${name} ${ready === 1 ? 'is' : 'are'} ready to be approved.`,
            act: `Approve ${name}`,
          },
        ]),
  ];
}
