// What can be done with a run as a whole. Starting, approving, sending and undoing ask first and name how many and how much;
// pausing and going on do not.

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import type { BillingRun, ReviewedDraft } from '../../api/billing-runs.ts';
import { runQuery, runTopics, runsPath } from '../../api/billing-runs.ts';
import { ask as askServer } from '../../api/client.ts';
import { useTell } from '../../api/useTell.ts';
import { Amount } from '../../ui/Amount.tsx';
import { confirm, type Confirmation } from '../../ui/confirm.ts';
import { useFormats } from '../../util/firm-context.ts';
import { isZero, sumOf } from '../../util/sums.ts';

type Act = { verb: string; body?: unknown; version?: number; said?: string };

export function useRunActs(run: BillingRun) {
  const queryClient = useQueryClient();
  const router = useRouter();
  const formats = useFormats();
  const path = `${runsPath}/${run.id}`;
  const acting = useTell<Act, BillingRun>({
    send: ({ verb, body, version }) => ({
      path: `${path}/${verb}`,
      ...(body === undefined ? {} : { body }),
      ...(version === undefined ? {} : { version }),
    }),
    changes: runTopics,
    said: (_, { said }) => said ?? null,
    onDone: (answer, { verb }) => {
      queryClient.setQueryData(runQuery(run.id).queryKey, answer);
      // What goes on now is watched on the first part.
      if (verb === 'start' || verb === 'approval') router.history.push(path);
    },
  });
  /** Whether it was begun. */
  const asking = async (confirmation: Confirmation, act: Act) => {
    const isSure = await confirm(confirmation);
    if (isSure) acting.tell(act);
    return isSure;
  };
  const invoices = invoicesIn(formats.count(run.units), run.units);
  const start = () =>
    asking(
      {
        title: `Start ${run.name}?`,
        consequence:
          run.rules.approval === 'immediately'
            ? `${invoices} get their numbers as they are made and cannot be changed any more. The whole run can be undone.`
            : `${invoices} are made as drafts. None leaves the firm before it is approved and sent.`,
        figures: startFigures(run, formats.count(run.units)),
        act: `Make ${invoices}`,
        tone: 'plain',
      },
      { verb: 'start', version: run.version, body: {} },
    );
  return {
    isBusy: acting.isBusy,
    start,
    tryAgain: (whenChanged: 'park' | 'bill') =>
      acting.tell({ verb: 'start', version: run.version, body: { whenChanged } }),
    pullIn: () =>
      acting.tell({ verb: 'refresh', body: { jobs: 'changed' }, said: 'What was recorded since is in' }),
    discard: () => acting.tell({ verb: 'discard', said: `${run.name} is discarded; it can still be read` }),
    pause: () => acting.tell({ verb: 'pause' }),
    resume: () => acting.tell({ verb: 'resumption' }),
    cancel: () =>
      asking(
        {
          title: `Cancel the rest of ${run.name}?`,
          consequence:
            'What is not made yet is left as it is, for another run. What was made stays, and can be undone.',
          figures: [{ label: 'Not made yet', value: formats.count(run.progress.left) }],
          act: 'Cancel the rest',
        },
        { verb: 'cancellation' },
      ),
    /** All that are ready, or the drafts that are named. */
    approve: async (ready: number, named?: readonly ReviewedDraft[]) => {
      const first = await firstNumber(run);
      const drafts = invoicesIn(formats.count(ready), ready);
      return asking(
        {
          title: `Approve ${drafts} of ${run.name}?`,
          consequence:
            'They get their numbers in the order of the run and cannot be changed any more. Nothing is sent yet.',
          figures: [
            { label: 'Invoices', value: formats.count(ready) },
            ...(named === undefined ? amountsOf(run) : amountsOfDrafts(named)),
            ...(first === null ? [] : [{ label: 'First number', value: first }]),
          ],
          act: `Approve ${drafts}`,
          tone: 'plain',
        },
        { verb: 'approval', body: named === undefined ? {} : { units: named.map(({ place }) => place) } },
      );
    },
  };
}

export function invoicesIn(words: string, count: number): string {
  return `${words} ${count === 1 ? 'invoice' : 'invoices'}`;
}

function startFigures(run: BillingRun, units: string): NonNullable<Confirmation['figures']> {
  return [
    { label: 'Invoices', value: units },
    ...run.totals.flatMap(({ currency, total, tax, writtenOff }) => [
      { label: `Total ${currency}`, value: <Amount of={total} /> },
      { label: `Tax ${currency}`, value: <Amount of={tax} /> },
      ...(isZero(writtenOff)
        ? []
        : [{ label: `Written off ${currency}`, value: <Amount of={writtenOff} /> }]),
    ]),
  ];
}

/** What the invoices of a run come to, without tax. */
export function amountsOf({ progress }: BillingRun): NonNullable<Confirmation['figures']> {
  return progress.invoiced.map(({ currency, total }) => ({
    label: `Total ${currency}`,
    value: <Amount of={total} />,
  }));
}

function amountsOfDrafts(drafts: readonly ReviewedDraft[]): NonNullable<Confirmation['figures']> {
  return [...Map.groupBy(drafts, ({ currency }) => currency)].map(([currency, own]) => ({
    label: `Total ${currency}`,
    value: <Amount of={sumOf(own.map(({ total }) => total))} />,
  }));
}

type Series = { id: string; document: string; nextNumber: string; isDefault: boolean };

/** The number that the next invoice of the run gets, as far as it can be told. */
async function firstNumber({ rules }: BillingRun): Promise<string | null> {
  try {
    const { items } = await askServer<{ items: Series[] }>('/number-series');
    const seriesId = rules.seriesId ?? null;
    const series = items.find(({ id, document, isDefault }) =>
      seriesId === null ? document === 'invoice' && isDefault : id === seriesId,
    );
    return series?.nextNumber ?? null;
  } catch {
    return null;
  }
}
