// Crediting an invoice: whole, by line, or a line in part; each line's work goes back to WIP or is written off. What it comes
// to and does is shown before anything is posted.

import { Skeleton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { invoiceTopics, type CreditNote, type CreditPreview, type Invoice } from '../../api/invoices.ts';
import { asProblem } from '../../api/problem.ts';
import { previewQuery } from '../../api/wip-actions.ts';
import { DayField } from '../../form/DayInput.tsx';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { LongTextField } from '../../form/fields.tsx';
import { Form } from '../../form/Form.tsx';
import { isDecimal } from '../../form/NumberFields.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { useFirm, useFormats } from '../../util/firm-context.ts';
import { todayIn } from '../../util/days.ts';
import { isDate } from '../../util/search.ts';
import { Segments } from '../composer/Segments.tsx';
import { CreditLines, type LineCredit } from './CreditLines.tsx';
import { CreditEffect } from './CreditEffect.tsx';
import type { InvoiceDialogProps } from './dialog-props.ts';

type Destination = LineCredit['destination'];

type Fields = {
  what: 'all' | 'lines';
  destination: Destination;
  lines: Readonly<Record<string, LineCredit>>;
  creditedOn: string;
  reason: string;
};

const whats = [
  { value: 'all', label: 'All that is left' },
  { value: 'lines', label: 'Some lines' },
] as const;

const destinations = [
  { value: 'wip', label: 'Back to WIP' },
  { value: 'writtenOff', label: 'Written off' },
] as const;

export default function CreditDrawer({ invoice, opened, onClose }: InvoiceDialogProps) {
  const { timeZone } = useFirm();
  const router = useRouter();
  const formats = useFormats();
  const initial = useMemo<Fields>(
    () => ({ what: 'all', destination: 'wip', lines: {}, creditedOn: todayIn(timeZone), reason: '' }),
    [timeZone],
  );
  // Of the preview that stands there when it is sent.
  const seen = useRef<string>(undefined);
  const form = useRecordForm<Fields, CreditNote>({
    id: `credit invoice ${invoice.id}`,
    initial,
    bodyOf: (fields) => ({
      ...termsOf(fields),
      reason: fields.reason,
      ...(seen.current === undefined ? {} : { fingerprint: seen.current }),
    }),
    check: ({ reason }) =>
      reason.trim() === '' ? { reason: 'Say why; it is printed on the credit note.' } : {},
    send: (body) => ({ path: `/invoices/${invoice.id}/credit-notes`, body }),
    changes: [...invoiceTopics, 'allocations'],
    said: (made) => `Credit note ${made.number ?? ''} made`,
    onSaved: (made) => {
      onClose();
      router.history.push(`/credit-notes/${made.id}`);
    },
  });
  const terms = useMemo(() => termsOf(form.values), [form.values]);
  const [asked] = useDebouncedValue(JSON.stringify(terms), 220);
  const isAskable = terms.lines === 'all' || terms.lines.length > 0;
  const preview = useQuery({
    ...previewQuery<CreditPreview>(`/invoices/${invoice.id}/credit-preview`, JSON.parse(asked)),
    enabled: opened && isAskable && asked === JSON.stringify(terms),
  });
  const { fingerprint } = preview.data ?? {};
  useEffect(() => {
    seen.current = fingerprint;
  }, [fingerprint]);
  const total = isAskable && preview.data !== undefined ? formats.amount(preview.data.totalWithTax) : '';
  return (
    <EditDrawer
      opened={opened}
      title={`Credit ${invoice.number ?? 'the invoice'}`}
      onClose={onClose}
      form={form}
      size={720}
    >
      <Form
        form={form}
        act={total === '' ? 'Credit' : `Credit ${total} ${invoice.currency}`}
        onCancel={onClose}
      >
        <Segments
          label="What is credited"
          value={form.values.what}
          choices={whats}
          onChange={(what) => form.set({ what })}
        />
        {form.values.what === 'all' ? (
          <div>
            <p className="quiet">The work on it goes</p>
            <Segments
              label="Where the work goes"
              value={form.values.destination}
              choices={destinations}
              onChange={(destination) => form.set({ destination })}
            />
          </div>
        ) : (
          <CreditLines
            invoice={invoice}
            lines={form.values.lines}
            onChange={(lines) => form.set({ lines })}
          />
        )}
        <Outcome invoice={invoice} preview={preview} isAskable={isAskable} />
        <DayField label="Date of the credit note" {...form.field('creditedOn')} />
        <LongTextField
          label="Reason"
          help="Printed on the credit note"
          rows={2}
          required
          {...form.field('reason')}
        />
      </Form>
    </EditDrawer>
  );
}

type OutcomeProps = {
  invoice: Invoice;
  preview: { data: CreditPreview | undefined; error: unknown };
  isAskable: boolean;
};

function Outcome({ invoice, preview, isAskable }: OutcomeProps) {
  if (!isAskable) return <p className="quiet">Choose the lines that are credited.</p>;
  if (preview.error !== null) {
    const { detail, title, errors } = asProblem(preview.error).said;
    return <p role="alert">{errors[0]?.detail ?? (detail || title)}</p>;
  }
  if (preview.data === undefined) return <Skeleton height={110} />;
  return <CreditEffect preview={preview.data} invoice={invoice} />;
}

function termsOf({ what, destination, lines, creditedOn }: Fields) {
  const on = isDate(creditedOn) ? { creditedOn } : {};
  if (what === 'all') return { lines: 'all' as const, destination, ...on };
  return {
    lines: Object.entries(lines).map(([lineNumber, { amount, destination: own }]) => ({
      lineNumber: Number(lineNumber),
      destination: own,
      ...(isDecimal(amount) ? { amount } : {}),
    })),
    ...on,
  };
}
