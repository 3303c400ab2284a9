import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { mailTextContent } from '#contract/billing-settings/mail-texts.ts';
import { firmQuery, mailTextsQuery, type MailText } from '../../api/settings.ts';
import { LongTextField, TextField } from '../../form/fields.tsx';
import { Form } from '../../form/Form.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { Block } from '../../ui/PageBody.tsx';
import { Tabs, useTab } from '../../ui/Tabs.tsx';
import { daysFrom, todayIn } from '../../util/days.ts';
import { useFirm, useFormats, useMay } from '../../util/firm-context.ts';
import { Answered, Changeable, SectionHead } from './parts.tsx';
import classes from './settings.module.css';

const tabs = [
  { value: 'invoice', label: 'Invoices' },
  { value: 'creditNote', label: 'Credit notes' },
  { value: 'quote', label: 'Quotes' },
  { value: 'statement', label: 'Statements' },
] as const;

type Sent = MailText['document'];

const placesOf: Readonly<Record<Sent, readonly string[]>> = {
  invoice: ['number', 'client', 'total', 'due', 'firm'],
  creditNote: ['number', 'client', 'total', 'firm'],
  quote: ['number', 'client', 'total', 'due', 'firm'],
  statement: ['client', 'total', 'firm'],
};

/** What the mails with documents say. */
export function MailTextsSection() {
  const query = useQuery(mailTextsQuery());
  const shown = useTab(tabs) as Sent;
  return (
    <>
      <span data-wide hidden />
      <SectionHead title="Mail texts">
        What a mail with a document says, unless somebody writes their own words when sending it.
      </SectionHead>
      <div className={classes.tabbed}>
        <Tabs label="Documents" tabs={tabs} />
      </div>
      <Answered query={query}>
        {({ items }) => {
          const text = items.find(({ document }) => document === shown);
          return text === undefined ? null : <MailTextForm key={shown} text={text} />;
        }}
      </Answered>
    </>
  );
}

function MailTextForm({ text }: { text: MailText }) {
  const may = useMay()('billing.settings');
  const initial = useMemo(() => ({ subject: text.subject, body: text.body }), [text]);
  const form = useRecordForm<typeof initial, MailText>({
    id: `mail text ${text.document}`,
    initial,
    schema: mailTextContent,
    bodyOf: (fields) => ({ document: text.document, ...fields }),
    send: (body) => ({ path: '/mail-texts', method: 'PUT', version: text.version, body }),
    changes: ['mail-texts'],
    said: 'Saved',
  });
  const places = placesOf[text.document];
  return (
    <div className={classes.beside}>
      <Changeable may={may} who="an owner or a bookkeeper">
        <Form form={form} act="Save">
          <TextField label="Subject" required {...form.field('subject')} />
          <LongTextField
            label="Text"
            rows={9}
            help={`Filled in: ${places.map((place) => `{${place}}`).join(' ')}`}
            {...form.field('body')}
          />
        </Form>
      </Changeable>
      <Sample sent={text.document} {...form.values} />
    </div>
  );
}

/** How it reads with an invented document. */
function Sample({ sent, subject, body }: { sent: Sent; subject: string; body: string }) {
  const { data: firm } = useQuery(firmQuery());
  const formats = useFormats();
  const { currency, timeZone, name } = useFirm();
  const values: Readonly<Record<string, string>> = {
    number: sent === 'quote' ? 'Q-0042' : sent === 'creditNote' ? 'CN-0042' : 'INV-0042',
    client: 'Harbour Trust',
    total: `${formats.amount('2480.00')} ${currency}`,
    due: formats.date(daysFrom(todayIn(timeZone), 20)),
    firm: firm?.name ?? name,
  };
  const filled = (text: string) =>
    text.replace(/\{(\w+)\}/g, (written, place: string) =>
      placesOf[sent].includes(place) ? (values[place] ?? written) : written,
    );
  return (
    <Block title="How it reads">
      <div className={classes.mail}>
        <strong>{filled(subject)}</strong>
        {filled(body)}
      </div>
    </Block>
  );
}
