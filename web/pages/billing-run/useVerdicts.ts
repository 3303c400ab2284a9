// Saying what becomes of a draft in the review. One after the other, in the order in which they were said.

import { useRef } from 'react';
import type { BillingRun, ReviewedDraft } from '../../api/billing-runs.ts';
import { runsPath, runTopics } from '../../api/billing-runs.ts';
import { useTell } from '../../api/useTell.ts';

type Given = {
  draft: ReviewedDraft;
  verdict: 'passed' | 'returned' | 'held';
  note?: string;
  toStage?: number | null;
};

const words = { passed: 'passed on', returned: 'sent back', held: 'held' } as const;

export function useVerdicts(run: BillingRun) {
  const chain = useRef<Promise<unknown>>(Promise.resolve());
  const giving = useTell<Given>({
    send: ({ draft, verdict, note, toStage }) => ({
      path: `${runsPath}/${run.id}/review/verdicts`,
      body: {
        verdict,
        units: [{ place: draft.place, version: draft.draftVersion }],
        ...(note === undefined || note === '' ? {} : { note }),
        ...(toStage === undefined || toStage === null ? {} : { toStage }),
      },
    }),
    changes: runTopics,
    said: (_, { draft, verdict }) => `${draft.clientName ?? 'Draft'} ${words[verdict]}`,
  });
  return {
    isBusy: giving.isBusy,
    give: (given: Given) => {
      chain.current = chain.current.then(() => giving.ask(given)).catch(() => undefined);
    },
  };
}
