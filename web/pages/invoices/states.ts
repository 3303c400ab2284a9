// The parts of the list: where invoices stand, and how many there are of each.

import type { z } from 'zod';
import type { invoiceCounts } from '#contract/invoices/invoices.ts';
import type { ListQuestion } from '../../api/resource.ts';
import type { Tab } from '../../ui/Tabs.tsx';

type Count = z.input<typeof invoiceCounts>['items'][number];

type Part = {
  value: string;
  label: string;
  question: ListQuestion;
  counts: (count: Count) => boolean;
  empty: string;
};

const ofState = (value: string, label: string, state: string, empty: string): Part => ({
  value,
  label,
  question: { state, document: 'invoice' },
  counts: (count) => count.document === 'invoice' && count.state === state,
  empty,
});

export const parts: readonly Part[] = [
  {
    value: 'all',
    label: 'All',
    question: { state: 'draft,approved,sent,partPaid,paid,cancelled' },
    counts: ({ state }) => state !== 'discarded',
    empty: 'An invoice takes work out of WIP. Choose a client, decide on each entry, and see what it does.',
  },
  ofState(
    'drafts',
    'Drafts',
    'draft',
    'A draft holds its entries for you and posts nothing until it is approved.',
  ),
  {
    value: 'inReview',
    label: 'In review',
    question: { inReview: 'true' },
    // Counted apart: by how far the billing runs are that drafted them.
    counts: () => false,
    empty: 'Drafts of billing runs wait here until they have passed all stages of their review.',
  },
  ofState('approved', 'Approved', 'approved', 'Approved invoices wait here until they are sent.'),
  ofState('sent', 'Sent', 'sent', 'What went out and is not paid yet.'),
  ofState('partPaid', 'Part paid', 'partPaid', 'Invoices of which something is paid or credited.'),
  {
    value: 'overdue',
    label: 'Overdue',
    question: { overdue: 'true' },
    counts: ({ isOverdue }) => isOverdue,
    empty: 'Nothing is past its due date.',
  },
  ofState('paid', 'Paid', 'paid', 'Invoices that are settled.'),
  ofState('cancelled', 'Cancelled', 'cancelled', 'Invoices whose postings were all reversed.'),
  {
    value: 'creditNotes',
    label: 'Credit notes',
    question: { document: 'creditNote' },
    counts: ({ document }) => document === 'creditNote',
    empty: 'A credit note takes back lines of an approved invoice. It begins on the page of the invoice.',
  },
];

/** Nobody looks for what is in review where no run has reviews. */
export function tabsOf(counts: readonly Count[] | undefined, inReview: number, shown?: string): Tab[] {
  return parts
    .filter(({ value }) => value !== 'inReview' || inReview > 0 || shown === 'inReview')
    .map(({ value, label, counts: isOf }) => ({
      value,
      label,
      count:
        value === 'inReview' ? inReview : counts?.filter(isOf).reduce((sum, { count }) => sum + count, 0),
    }));
}
