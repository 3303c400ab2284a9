// What can be done with jobs from Estimated Billings, with one or with all that are ticked, as far as the person may.

import { useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import type { BillingRow } from '../../api/estimated-billings.ts';
import { useMay } from '../../util/firm-context.ts';
import type { WipActing, WipJob } from '../wip-actions/acting.ts';
import { useWipActing } from '../wip-actions/acting.ts';
import { WipActionDialog } from '../wip-actions/WipActionDialog.tsx';
import { useHold } from './useHold.ts';
import { useRehearsal } from './useRehearsal.ts';

const InvoicingDrawer = lazy(() => import('./InvoicingDrawer.tsx'));

export type WipAct = { label: string; key?: string; onChoose: () => void };
export type ActsFor = (rows: readonly BillingRow[], done: () => void) => readonly WipAct[];

export function useWipActs(): { actsFor: ActsFor; dialogs: ReactNode; begin: (acting: WipActing) => void } {
  const may = useMay();
  const router = useRouter();
  const { acting, begin, close } = useWipActing();
  const [invoicing, setInvoicing] = useState<readonly BillingRow[]>([]);
  const done = useRef<() => void>(undefined);
  const hold = useHold();
  const rehearse = useRehearsal();
  const invoice = useInvoice(setInvoicing);
  const hasRuns = Object.keys(router.routesByPath).some((path) => path.startsWith('/billing-runs/$'));
  const actsFor = useCallback<ActsFor>(
    (rows, whenDone) => {
      const jobs = rows.map(wipJobOf);
      const act = (permission: Parameters<typeof may>[0], label: string, does: () => void, key?: string) =>
        may(permission)
          ? [
              {
                label,
                ...(key === undefined ? {} : { key }),
                onChoose: () => {
                  done.current = whenDone;
                  does();
                },
              },
            ]
          : [];
      const only = jobs.length === 1 ? jobs[0] : undefined;
      return [
        ...act(
          'invoices.draft',
          jobs.length === 1 ? 'Invoice…' : 'Draft invoices…',
          () => invoice(rows),
          'i',
        ),
        ...act('wip.washUp', 'Wash up…', () => begin({ act: 'washUp', jobs }), 'u'),
        ...act('wip.writeOff', 'Write off…', () => begin({ act: 'writeOff', jobs }), 'w'),
        ...(only ? act('wip.writeOff', 'Write on…', () => begin({ act: 'writeOn', jobs })) : []),
        ...act('wip.move', 'Move…', () => begin({ act: 'move', jobs }), 'm'),
        ...(only
          ? act('wip.raiseInterims', 'Raise an interim…', () => begin({ act: 'interim', job: only }))
          : []),
        ...act('jobs.edit', 'Put on hold', () => void hold(rows, whenDone), 'h'),
        ...(hasRuns ? act('billingRuns.plan', 'Start a billing run', () => rehearse(rows)) : []),
      ];
    },
    // What somebody may do does not change while the page shows.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [begin, hold, rehearse, invoice, hasRuns],
  );
  const dialogs = useMemo(
    () => (
      <>
        <WipActionDialog acting={acting} onClose={close} onDone={() => done.current?.()} />
        <Suspense fallback={null}>
          {invoicing.length > 0 && (
            <InvoicingDrawer
              rows={invoicing}
              onClose={() => setInvoicing([])}
              onDone={() => done.current?.()}
            />
          )}
        </Suspense>
      </>
    ),
    [acting, close, invoicing],
  );
  return { actsFor, dialogs, begin };
}

/** One job, or the jobs of one client that fit on one invoice, open the composer; others are drafted together. */
function useInvoice(onMany: (rows: readonly BillingRow[]) => void) {
  const router = useRouter();
  return useCallback(
    (rows: readonly BillingRow[]) => {
      const [first] = rows;
      if (first === undefined) return;
      if (rows.length === 1 && '/invoices/new' in router.routesByPath)
        router.history.push(`/invoices/new?clientId=${first.clientId}&jobIds=${first.jobId}`);
      else onMany(rows);
    },
    [router, onMany],
  );
}

function wipJobOf(row: BillingRow): WipJob {
  const { jobId: id, jobNumber: number, jobName: name, clientId, clientName, currency } = row;
  return { id, number, name, clientId, clientName, currency };
}
