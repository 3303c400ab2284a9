// What concerns the invoice as a whole: basis and type first, then days and words; what seldom differs is folded away.

import { useState } from 'react';
import type { InvoicePreview } from '../../api/invoices.ts';
import { DayField } from '../../form/DayInput.tsx';
import { ChoiceField, LongTextField, TextField } from '../../form/fields.tsx';
import { FieldRow } from '../../form/Form.tsx';
import { MoneyField } from '../../form/NumberFields.tsx';
import { ClientPicker, ContactPicker, SeriesPicker, TemplatePicker } from '../../form/pickers.tsx';
import { Icon } from '../../ui/icons.tsx';
import { useFormats } from '../../util/firm-context.ts';
import type { Dispatch } from './changes.ts';
import classes from './composer.module.css';
import type { InvoiceDraft } from './model.ts';
import type { Objections } from './objections.ts';
import { Segments } from './Segments.tsx';

const bases = [
  { value: 'actual', label: 'Actual work', hint: 'Recorded time and costs' },
  { value: 'quoted', label: 'Quote', hint: 'Lines of the accepted quote' },
  { value: 'deposit', label: 'Deposit', hint: 'Ahead of the work' },
  { value: 'miscellaneous', label: 'Miscellaneous', hint: 'Lines of no job; WIP is not touched' },
] as const;

const types = [
  { value: 'progress', label: 'Progress', hint: 'Work goes on' },
  { value: 'final', label: 'Final', hint: 'Closes what is on it' },
] as const;

const taxModes = [
  { value: '', label: 'As the firm' },
  { value: 'exclusive', label: 'Amounts without tax' },
  { value: 'inclusive', label: 'Amounts with tax' },
  { value: 'none', label: 'No tax' },
] as const;

const layouts = [
  { value: '', label: 'As the template' },
  { value: 'task', label: 'By task' },
  { value: 'staff', label: 'By person' },
  { value: 'entry', label: 'Every entry' },
  { value: 'job', label: 'By job' },
  { value: 'summary', label: 'All work together' },
  { value: 'progressClaim', label: 'Progress claim' },
] as const;

type HeadProps = {
  draft: InvoiceDraft;
  preview: InvoicePreview | null;
  objections: Objections;
  currency: string;
  /** A saved draft stays with its client. */
  isSaved: boolean;
  dispatch: Dispatch;
};

type TextName = Exclude<
  { [Name in keyof InvoiceDraft]: InvoiceDraft[Name] extends string ? Name : never }[keyof InvoiceDraft],
  'basis' | 'type' | 'pricing'
>;

export function Head({ draft, preview, objections, currency, isSaved, dispatch }: HeadProps) {
  const formats = useFormats();
  const set = (changed: Partial<InvoiceDraft>) => dispatch({ do: 'set', changed });
  const field = (name: TextName) => ({
    name,
    value: draft[name] as string,
    onChange: (value: string) => set({ [name]: value }),
    onBlur: () => undefined,
    error: objections.at(name),
  });
  const usual = (day: string | null | undefined) => (day ? { placeholder: formats.date(day) } : {});
  const hasType = draft.basis === 'actual' || draft.basis === 'quoted';
  return (
    <section className={classes.headPart} aria-label="The invoice">
      <div className={classes.choices}>
        <Segments label="Basis" value={draft.basis} choices={bases} onChange={(basis) => set({ basis })} />
        {hasType && (
          <Segments
            label="Progress or final"
            value={draft.type}
            choices={types}
            onChange={(type) =>
              dispatch({
                do: 'set',
                changed: {
                  type,
                  // A final invoice settles what was invoiced ahead as well.
                  jobs: draft.jobs.map((job) => ({
                    ...job,
                    interims: type === 'final' ? 'all' : job.interims,
                  })),
                },
              })
            }
          />
        )}
      </div>
      <div className={classes.fields}>
        {!isSaved && (
          <ClientPicker
            label="Client"
            required
            {...field('clientId')}
            onChange={(clientId) => set({ clientId, contactId: '', jobs: [], lineSettings: {} })}
          />
        )}
        <DayField label="Invoice date" {...usual(preview?.invoicedOn)} {...field('invoicedOn')} />
        <DayField label="Due" {...usual(preview?.dueOn)} {...field('dueOn')} />
        {draft.basis !== 'miscellaneous' && draft.basis !== 'deposit' && (
          <DayField label="Work up to" {...usual(preview?.cutOffOn)} {...field('cutOffOn')} />
        )}
        <TextField label="Reference" placeholder="Such as their order number" {...field('reference')} />
      </div>
      <More draft={draft} field={field} currency={currency} set={set} />
    </section>
  );
}

type MoreProps = {
  draft: InvoiceDraft;
  field: (name: TextName) => {
    name: string;
    value: string;
    onChange: (value: string) => void;
    onBlur: () => void;
    error: string | undefined;
  };
  currency: string;
  set: (changed: Partial<InvoiceDraft>) => void;
};

const moreNames = [
  'periodFrom',
  'periodTo',
  'contactId',
  'templateId',
  'seriesId',
  'taxMode',
  'layout',
  'note',
] as const;

function More({ draft, field, currency, set }: MoreProps) {
  const isSaid = draft.pricing === 'fixed' || moreNames.some((name) => draft[name] !== '');
  const [opened, setOpened] = useState(isSaid);
  const isFixed = draft.pricing === 'fixed';
  return (
    <div className={classes.moreFields}>
      <button type="button" className={classes.add} aria-expanded={opened} onClick={() => setOpened(!opened)}>
        <Icon name={opened ? 'chevronDown' : 'chevronRight'} size={13} />
        Price, period, contact, template and more
      </button>
      {opened && (
        <>
          <FieldRow>
            <ChoiceField
              label="Price"
              choices={[
                { value: 'calculated', label: 'What the work comes to' },
                { value: 'fixed', label: 'A fixed total' },
              ]}
              name="pricing"
              error={undefined}
              value={draft.pricing}
              onBlur={() => undefined}
              onChange={(pricing) => set({ pricing })}
            />
            {isFixed && (
              <MoneyField
                label="Fixed total"
                help="The difference is spread over the time below."
                currency={currency}
                {...field('fixedTotal')}
              />
            )}
            <DayField label="Period from" {...field('periodFrom')} />
            <DayField label="Period to" {...field('periodTo')} />
            <ChoiceField
              label="Tax"
              choices={taxModes}
              {...field('taxMode')}
              onChange={(taxMode) => set({ taxMode: taxMode as InvoiceDraft['taxMode'] })}
              value={draft.taxMode}
            />
            <ContactPicker
              label="Contact"
              none="The client’s"
              clientId={draft.clientId}
              {...field('contactId')}
            />
            <ChoiceField
              label="Lines as printed"
              choices={layouts}
              {...field('layout')}
              value={draft.layout as ''}
            />
            <TemplatePicker label="Template" none="The firm’s" {...field('templateId')} />
            <SeriesPicker label="Number series" none="The firm’s" {...field('seriesId')} />
          </FieldRow>
          <LongTextField label="Note on the invoice" rows={2} {...field('note')} />
        </>
      )}
    </div>
  );
}
