// Saying what becomes of drafts in the review. One after the other, in the order in which they were said.

import { useRef } from 'react';
import type { BillingRun, ReviewedDraft } from '../../api/billing-runs.ts';
import { runsPath, runTopics } from '../../api/billing-runs.ts';
import { useTell } from '../../api/useTell.ts';
import { useFormats } from '../../util/firm-context.ts';
import type { Formats } from '../../util/formats.ts';

type Given = {
  drafts: readonly ReviewedDraft[];
  verdict: 'passed' | 'returned' | 'held';
  note?: string;
  toStage?: number | null;
};

const words = { passed: 'passed on', returned: 'sent back', held: 'held' } as const;

export function useVerdicts(run: BillingRun) {
  const formats = useFormats();
  const chain = useRef<Promise<unknown>>(Promise.resolve());
  const giving = useTell<Given>({
    send: ({ drafts, verdict, note, toStage }) => ({
      path: `${runsPath}/${run.id}/review/verdicts`,
      body: {
        verdict,
        units: drafts.map(({ place, draftVersion }) => ({ place, version: draftVersion })),
        ...(note === undefined || note === '' ? {} : { note }),
        ...(toStage === undefined || toStage === null ? {} : { toStage }),
      },
    }),
    changes: runTopics,
    said: (_, { drafts, verdict }) => `${draftsInWords(drafts, formats)} ${words[verdict]}`,
  });
  return {
    isBusy: giving.isBusy,
    give: (given: Given) => {
      chain.current = chain.current.then(() => giving.ask(given)).catch(() => undefined);
    },
  };
}

export function draftsInWords(drafts: readonly ReviewedDraft[], formats: Formats): string {
  const [first] = drafts;
  return drafts.length === 1 ? (first?.clientName ?? 'Draft') : `${formats.count(drafts.length)} drafts`;
}
