// What a person says of jobs in a rehearsal. It shows at once; the server is told one after the other, for each decision
// needs the version that the one before has made, and what it answers are the new totals.

import type { InfiniteData } from '@tanstack/react-query';
import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { BillingRun, RunJob } from '../../api/billing-runs.ts';
import { runQuery, runTopics, runsPath } from '../../api/billing-runs.ts';
import type { ListPage } from '../../api/resource.ts';
import { refresh } from '../../api/resource.ts';
import { useTell } from '../../api/useTell.ts';

/** Null: by the rules again. */
export type Treatment = BillingRun['choices'][number]['treatment'];
type Choice = { jobId: string; treatment: Treatment; ignoresMinimum: boolean; note: string | null };

const shownAs: Readonly<Record<NonNullable<Treatment>, RunJob['decision']>> = {
  bill: 'bill',
  writeOff: 'writeOff',
  hold: 'hold',
  carry: 'hold',
};

const words: Readonly<Record<NonNullable<Treatment> | 'rules', string>> = {
  bill: 'billed',
  writeOff: 'written off',
  hold: 'held',
  carry: 'carried',
  rules: 'by the rules again',
};

export function useChoices(run: BillingRun) {
  const queryClient = useQueryClient();
  const path = `${runsPath}/${run.id}`;
  const waiting = useRef(0);
  const chain = useRef<Promise<unknown>>(Promise.resolve());
  const latest = () => queryClient.getQueryData<BillingRun>(runQuery(run.id).queryKey) ?? run;
  const choosing = useTell<readonly Choice[], BillingRun>({
    send: (choices) => ({
      path: `${path}/choices`,
      method: 'PUT',
      version: latest().version,
      body: { choices },
    }),
    changes: [],
    onDone: (answer) => queryClient.setQueryData(runQuery(run.id).queryKey, answer),
  });
  const tell = (choices: readonly Choice[]) => {
    waiting.current += 1;
    chain.current = chain.current
      .then(() => choosing.ask(choices))
      .catch(() => undefined)
      .finally(() => {
        waiting.current -= 1;
        if (waiting.current === 0) void refresh(queryClient, runTopics);
      });
  };
  return (jobs: readonly RunJob[], treatment: Treatment, showsUndo: ShowsUndo) => {
    const ids = new Set(jobs.map(({ id }) => id));
    const before = latest().choices.filter(({ jobId }) => jobId !== null && ids.has(jobId));
    if (treatment !== null)
      queryClient.setQueriesData<InfiniteData<ListPage<RunJob>>>(
        { predicate: ({ queryKey }) => queryKey[2] === `${path}/jobs` && queryKey[4] === 'pages' },
        (data) => data && withDecision(data, ids, shownAs[treatment]),
      );
    tell(jobs.map(({ id }) => ({ jobId: id, treatment, ignoresMinimum: false, note: null })));
    const first = jobs[0];
    const what =
      jobs.length === 1 ? `${first?.number ?? ''} ${first?.name ?? ''}`.trim() : `${jobs.length} jobs`;
    showsUndo(`${what} ${words[treatment ?? 'rules']}`, () =>
      tell(
        jobs.map(({ id }) => {
          const was = before.find(({ jobId }) => jobId === id);
          return {
            jobId: id,
            treatment: was?.treatment ?? null,
            ignoresMinimum: was?.ignoresMinimum ?? false,
            note: was?.note ?? null,
          };
        }),
      ),
    );
  };
}

type ShowsUndo = (text: string, onUndo: () => void) => void;

function withDecision(
  data: InfiniteData<ListPage<RunJob>>,
  ids: ReadonlySet<string>,
  decision: RunJob['decision'],
): InfiniteData<ListPage<RunJob>> {
  const pages = data.pages.map((page) => ({
    ...page,
    items: page.items.map((job) =>
      ids.has(job.id) ? { ...job, decision, reason: 'byPerson' as const } : job,
    ),
  }));
  return { ...data, pages };
}
