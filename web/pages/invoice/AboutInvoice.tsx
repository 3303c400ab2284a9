import type { Invoice } from '../../api/invoices.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { Block, Facts } from '../../ui/PageBody.tsx';
import { useFormats } from '../../util/firm-context.ts';
import classes from '../document/document.module.css';

const bases = {
  actual: 'Actual work',
  quoted: 'By quote',
  deposit: 'Deposit',
  miscellaneous: 'Miscellaneous, no effect on WIP',
} as const;

/** What is known of an invoice or a credit note. */
export function AboutInvoice({ invoice }: { invoice: Invoice }) {
  const formats = useFormats();
  const day = (date: string | null) => (date === null ? null : formats.date(date));
  const by = (who: string | null, at: string | null) =>
    at === null ? null : `${formats.instant(at)}${who === null ? '' : `, ${who}`}`;
  const isCredit = invoice.document === 'creditNote';
  const period =
    invoice.periodFrom === null && invoice.periodTo === null
      ? null
      : `${day(invoice.periodFrom) ?? ''} – ${day(invoice.periodTo) ?? ''}`;
  return (
    <Block title="About it">
      <Facts
        facts={[
          ['Credits', creditsLink(invoice)],
          ['Billed', isCredit ? null : `${bases[invoice.basis]}${invoice.type === 'final' ? ', final' : ''}`],
          ['Price', invoice.pricing === 'fixed' ? 'Fixed total' : null],
          ['Date', day(invoice.invoicedOn)],
          ['Due', day(invoice.dueOn)],
          ['Work up to', isCredit ? null : day(invoice.cutOffOn)],
          ['Period', period],
          ['Contact', invoice.contactName],
          ['Reference', invoice.reference],
          ['Note', invoice.note],
          ['Drawn up', by(invoice.createdBy, invoice.createdAt)],
          ['Approved', by(invoice.approvedBy, invoice.approvedAt)],
          ['Sent', by(null, invoice.sentAt)],
          ['Cancelled', by(invoice.cancelledBy, invoice.cancelledAt)],
          [
            'Credit notes',
            invoice.creditNotes.length === 0
              ? null
              : invoice.creditNotes.map(({ id, number }) => (
                  <AppLink key={id} className={classes.link} href={`/credit-notes/${id}`}>
                    {number ?? 'Credit note'}
                  </AppLink>
                )),
          ],
          ['Imported', invoice.origin === 'imported' ? 'From another system' : null],
        ]}
      />
    </Block>
  );
}

function creditsLink({ creditsInvoiceId, creditsNumber }: Invoice) {
  if (creditsInvoiceId === null) return null;
  return <AppLink href={`/invoices/${creditsInvoiceId}`}>{creditsNumber ?? 'An invoice'}</AppLink>;
}
