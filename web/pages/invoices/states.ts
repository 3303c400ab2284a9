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

export function tabsOf(counts: readonly Count[] | undefined): Tab[] {
  return parts.map(({ value, label, counts: isOf }) => ({
    value,
    label,
    count: counts?.filter(isOf).reduce((sum, { count }) => sum + count, 0),
  }));
}
