import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import type { CostEntry, RecordedCosts } from '../../api/costs.ts';
import { costTopics } from '../../api/costs.ts';
import { jobQuery } from '../../api/jobs.ts';
import { useTell } from '../../api/useTell.ts';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { showToast } from '../../ui/toasts.ts';
import { todayIn } from '../../util/days.ts';
import { useFirm, useFormats, useMay } from '../../util/firm-context.ts';
import type { CostFields } from './cost-form.ts';
import { bodyOf, fieldsOf, missingIn, newCostPaths } from './cost-form.ts';

/** The job of a page that records costs on one job. */
export type CostJob = { id: string; number: string; currency: string };

type Options = {
  job: CostJob | undefined;
  entry: CostEntry | undefined;
  /** With the id of the cost, when it is new. */
  onSaved: (newId: string | undefined) => void;
};

/** What is kept of the form is kept under it, its photos too. */
export function costFormId(job: CostJob | undefined, entry: CostEntry | undefined): string {
  return entry === undefined ? `cost of job ${job?.id ?? 'any'}` : `cost entry ${entry.id}`;
}

export function useCostForm({ job, entry, onSaved }: Options) {
  const firm = useFirm();
  const formats = useFormats();
  const may = useMay();
  const initial = useMemo(
    () => fieldsOf(entry, job?.id ?? '', todayIn(firm.timeZone)),
    [entry, job?.id, firm.timeZone],
  );
  // The currency of the job that is chosen; its price is in it.
  const currency = useRef(firm.currency);
  const ownOnly = !may('costs.record');
  const paysItself = () => ownOnly && currency.current === firm.currency;
  const taking = useTell<{ id: string; version: number }>({
    send: ({ id, version }) => ({ path: `/cost-entries/${id}`, method: 'DELETE', version }),
    changes: costTopics,
    said: () => 'The cost is taken back',
  });
  const form = useRecordForm<CostFields, RecordedCosts | CostEntry>({
    id: costFormId(job, entry),
    initial,
    bodyOf: (fields) => bodyOf(fields, paysItself()),
    check: missingIn,
    ...(entry === undefined ? { pathOf: newCostPaths } : {}),
    send: (body) =>
      entry === undefined
        ? { path: '/cost-entries', body: { costs: [body] } }
        : { path: `/cost-entries/${entry.id}`, method: 'PATCH', version: entry.version, body },
    changes: costTopics,
    ...(entry === undefined ? {} : { said: 'Cost changed' }),
    onSaved: (answer) => {
      const made = 'costs' in answer ? answer.costs[0] : undefined;
      if (made)
        showToast({
          text: `${made.description}: ${formats.amount(made.amount)} ${made.currency} recorded`,
          onUndo: () => taking.tell(made),
        });
      onSaved(made?.id);
    },
  });
  const { jobId } = form.values;
  const { data: chosen } = useQuery({ ...jobQuery(jobId), enabled: jobId !== '' && jobId !== job?.id });
  currency.current =
    (jobId === job?.id ? job.currency : chosen?.currency) ?? entry?.currency ?? firm.currency;
  return { form, currency: currency.current, ownOnly, firmCurrency: firm.currency };
}
