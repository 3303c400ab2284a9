// Documents as files and as mail, and `workledger statement`.

import type { Command } from 'commander';
import type { z } from 'zod';
import type { queuedMails } from '#contract/mail/mail.ts';
import type { clientStatement } from '#contract/statements/statements.ts';
import { textTable } from '../output/table.ts';
import {
  answerOf,
  clientNamed,
  documentIdOf,
  fileOf,
  type Endpoint,
  type FirmApi,
  type Question,
} from '../firm-api.ts';
import { collect, firmCommand, openFirm, show, type FirmOptions, type Shell } from './firm-command.ts';

type Kind = 'invoice' | 'quote';
type Mail = Extract<z.input<typeof queuedMails>, { status: string }>;
type Statement = z.input<typeof clientStatement>;

const lists = { invoice: 'GET /invoices', quote: 'GET /quotes' } as const;
const files = { invoice: 'GET /invoices/{id}/pdf', quote: 'GET /quotes/{id}/pdf' } as const;

export function addPdfCommand(group: Command, shell: Shell, kind: Kind): void {
  group
    .command(`pdf <${kind}> [file]`)
    .description('write it as a PDF, as it is printed')
    .option('--firm <id>', 'the firm, where there are several')
    .action(async (wanted: string, path: string | undefined, options: FirmOptions) => {
      const api = await openFirm(shell, options);
      const id = await documentIdOf(api, lists[kind], wanted);
      await saveFile(shell, api, files[kind], { question: { id }, path });
    });
}

type ToSave = { readonly question: Question; readonly path: string | undefined };

async function saveFile(shell: Shell, api: FirmApi, endpoint: Endpoint, { question, path }: ToSave) {
  const { fileName, content } = await fileOf(api, endpoint, question);
  shell.output.save(path ?? fileName, content);
}

type SendOptions = FirmOptions & {
  readonly to?: readonly string[];
  readonly cc?: readonly string[];
  readonly subject?: string;
  readonly body?: string;
  readonly byHand?: true;
};

export function addSendCommand(group: Command, shell: Shell, kind: Kind): void {
  const command = firmCommand(group, `send <${kind}>`, 'send it by mail with the PDF attached')
    .option('--to <address>', "unless said, the client's address for bills; may be said again", collect)
    .option('--cc <address>', 'may be said again', collect)
    .option('--subject <text>', "unless said, the firm's text")
    .option('--body <text>', "unless said, the firm's text");
  if (kind === 'invoice') command.option('--by-hand', 'send nothing: it went out by another way');
  command.action(async (wanted: string, options: SendOptions) => {
    const api = await openFirm(shell, options);
    const id = await documentIdOf(api, lists[kind], wanted);
    if (options.byHand === true) {
      const sent = await answerOf<{ number: string | null }>(api, 'POST /invoices/{id}/dispatch', { id });
      show(shell, options, sent, ({ number }) => `${number ?? id} counts as sent.`);
      return;
    }
    const { to, cc, subject, body } = options;
    const document = kind === 'quote' ? kind : await documentOf(api, id);
    const mail = await answerOf<Mail>(api, 'POST /mails', { body: { document, id, to, cc, subject, body } });
    show(shell, options, mail, mailAsText);
  });
}

async function documentOf(api: FirmApi, id: string): Promise<string> {
  return (await answerOf<{ document: string }>(api, 'GET /invoices/{id}', { id })).document;
}

function mailAsText({ documentNumber, to, subject }: Mail): string {
  return [
    `${documentNumber ?? 'It'} waits to be sent to ${to.join(', ')}: ${subject}`,
    'It goes out while the server or "workledger work" is running.',
  ].join('\n');
}

type StatementOptions = FirmOptions & {
  readonly from?: string;
  readonly to?: string;
  readonly currency?: string;
  readonly pdf?: string | true;
};

export function addStatementCommand(program: Command, shell: Shell): void {
  firmCommand(
    program,
    'statement <client>',
    'the account of a client: what was owed, what came, what is owed',
  )
    .option('--from <date>', 'unless said, the first day of last month')
    .option('--to <date>', 'unless said, today in the firm')
    .option('--currency <code>', "unless said, the client's own")
    .option('--pdf [file]', 'write it as a PDF instead')
    .action(async (wanted: string, { from, to, currency, pdf, ...options }: StatementOptions) => {
      const api = await openFirm(shell, options);
      const question = { id: (await clientNamed(api, wanted)).id, query: { from, to, currency } };
      if (pdf !== undefined) {
        const path = pdf === true ? undefined : pdf;
        await saveFile(shell, api, 'GET /clients/{id}/statement.pdf', { question, path });
        return;
      }
      const statement = await answerOf<Statement>(api, 'GET /clients/{id}/statement', question);
      show(shell, options, statement, statementAsText);
    });
}

const kinds: Readonly<Record<Statement['entries'][number]['kind'], string>> = {
  invoice: 'Invoice',
  invoiceCancelled: 'Invoice cancelled',
  creditNote: 'Credit note',
  creditNoteCancelled: 'Credit note cancelled',
  payment: 'Payment',
  paymentVoided: 'Payment voided',
  refund: 'Refund',
};

function statementAsText(statement: Statement): string {
  const { clientName, currency, from, to, opening, closing, entries, ageing } = statement;
  const columns = [
    { label: 'Date' },
    { label: 'What' },
    { label: 'Number' },
    { label: 'Due' },
    { label: 'Amount', alignRight: true },
    { label: 'Balance', alignRight: true },
  ];
  const rows = entries.map(({ on, kind, number, dueOn, amount, balance }) => [
    on,
    kinds[kind],
    number ?? '',
    dueOn ?? '',
    amount,
    balance,
  ]);
  const ages = [
    ['Not due', '1–30 days', '31–60 days', '61–90 days', 'Over 90 days', 'Credits'],
    [
      ageing.current,
      ageing.days1To30,
      ageing.days31To60,
      ageing.days61To90,
      ageing.over90Days,
      ageing.credits,
    ],
  ] as const;
  return [
    `${clientName}, ${from} to ${to}, in ${currency}`,
    textTable(columns, [
      [from, 'Owed before', '', '', '', opening],
      ...rows,
      [to, 'Owed', '', '', '', closing],
    ]),
    textTable(
      ages[0].map((label) => ({ label, alignRight: true })),
      [ages[1]],
    ),
  ].join('\n\n');
}
