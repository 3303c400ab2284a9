import { useMemo } from 'react';
import { acceptanceBody } from '#contract/quotes/quotes.ts';
import { quoteTopics, type AcceptedQuote, type Quote } from '../../api/quotes.ts';
import { useTell } from '../../api/useTell.ts';
import { orNull } from '../../form/words.ts';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { showToast } from '../../ui/toasts.ts';
import { todayIn } from '../../util/days.ts';
import { useFirm, useMay } from '../../util/firm-context.ts';

type Fields = {
  acceptedOn: string;
  options: readonly string[];
  target: 'new' | 'existing';
  jobName: string;
  managerId: string;
  jobId: string;
  second: '' | 'adds' | 'replaces';
};

/** The form of an acceptance. What the server warns of is told, and the acceptance can be taken back at once. */
export function useAcceptance(quote: Quote, onClose: () => void) {
  const { timeZone } = useFirm();
  const may = useMay();
  const mayAddJobs = may('jobs.edit');
  const initial = useMemo<Fields>(
    () => ({
      acceptedOn: todayIn(timeZone),
      options: quote.lines.filter(({ isOption, isChosen }) => isOption && isChosen).map(({ id }) => id),
      target: mayAddJobs ? 'new' : 'existing',
      jobName: quote.name ?? '',
      managerId: '',
      jobId: '',
      second: '',
    }),
    [quote, timeZone, mayAddJobs],
  );
  const undoing = useTell<number, Quote>({
    send: (version) => ({ path: `/quotes/${quote.id}/acceptance`, method: 'DELETE', version }),
    changes: quoteTopics,
    said: () => `${quote.number ?? 'The quote'} is an offer again`,
  });
  return useRecordForm<Fields, AcceptedQuote>({
    id: `accept quote ${quote.id}`,
    initial,
    bodyOf: (fields) => ({
      ...(fields.acceptedOn === '' ? {} : { acceptedOn: fields.acceptedOn }),
      options: fields.options,
      ...targetOf(quote, fields),
      ...(fields.second === '' ? {} : { [fields.second]: true }),
    }),
    schema: acceptanceBody,
    pathOf: { jobName: 'newJob.name', managerId: 'newJob.managerId', second: 'replaces' },
    check: ({ target, jobId }) =>
      quote.jobId === null && target === 'existing' && jobId === '' ? { jobId: 'Choose the job.' } : {},
    send: (body) => ({ path: `/quotes/${quote.id}/acceptance`, version: quote.version, body }),
    changes: quoteTopics,
    onSaved: ({ version, number, jobNumber, warnings }) => {
      onClose();
      showToast({
        text: `${number ?? 'The quote'} is accepted for job ${jobNumber ?? ''}`,
        ...(warnings.length === 0 ? {} : { detail: warnings.map(({ detail }) => detail).join(' ') }),
        onUndo: () => undoing.tell(version),
      });
    },
  });
}

function targetOf(quote: Quote, { target, jobId, jobName, managerId }: Fields) {
  if (quote.jobId !== null) return {};
  if (target === 'existing') return jobId === '' ? {} : { jobId };
  return { newJob: { name: jobName, managerId: orNull(managerId) } };
}
