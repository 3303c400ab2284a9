// `workledger invoice`: reading invoices, drawing them up, approving them and what comes after.

import type { Command } from 'commander';
import {
  billableAsText,
  draftAsText,
  invoiceAsText,
  invoicesAsText,
  openEntriesAsText,
  previewAsText,
  type BillableJob,
  type Invoice,
  type InvoicePreview,
  type ListedInvoice,
  type SavedDraft,
} from '../output/invoice.ts';
import { CommandFailure } from '../output/failure.ts';
import { answerOf, clientNamed, documentIdOf, itemsOf, jobNumbered } from '../firm-api.ts';
import { addCreditCommand } from './invoice-credit.ts';
import { contentOf, withContentOptions, type ContentOptions } from './invoice-content.ts';
import { addPdfCommand, addSendCommand } from './document.ts';
import {
  firmCommand,
  listCommand,
  openFirm,
  show,
  type FirmOptions,
  type ListOptions,
  type Shell,
} from './firm-command.ts';

export function addInvoiceCommands(program: Command, shell: Shell): void {
  const group = program.command('invoice').description('draw up, approve and send invoices');
  addList(group, shell);
  addShow(group, shell);
  addBillable(group, shell);
  addDraw(group, shell);
  addApprove(group, shell);
  addEnds(group, shell);
  addCreditCommand(group, shell);
  addPdfCommand(group, shell, 'invoice');
  addSendCommand(group, shell, 'invoice');
}

type Filter = ListOptions & {
  readonly client?: string;
  readonly job?: string;
  readonly state?: string;
  readonly from?: string;
  readonly to?: string;
  readonly search?: string;
  readonly overdue?: true;
  readonly creditNotes?: true;
};

function addList(group: Command, shell: Shell): void {
  listCommand(group, 'list invoices and credit notes, newest first')
    .option('--state <states>', 'such as draft, or approved,sent,partPaid')
    .option('--client <name>', 'of this client')
    .option('--job <number>', 'with this job on them')
    .option('--from <date>', 'of this day or later')
    .option('--to <date>', 'up to this day')
    .option('--search <text>', 'in the number, the reference or the client')
    .option('--overdue', 'due before today and not settled')
    .option('--credit-notes', 'credit notes alone')
    .action(async (options: Filter) => {
      const api = await openFirm(shell, options);
      const { state, from, to, search, client, job } = options;
      const query = {
        state,
        from,
        to,
        search,
        clientId: client === undefined ? undefined : (await clientNamed(api, client)).id,
        jobId: job === undefined ? undefined : (await jobNumbered(api, job)).id,
        overdue: options.overdue === true ? 'true' : undefined,
        document: options.creditNotes === true ? 'creditNote' : undefined,
      };
      const items = await itemsOf<ListedInvoice>(api, 'GET /invoices', query, Number(options.rows));
      show(shell, options, { items }, (answer) => invoicesAsText(answer.items));
    });
}

function addShow(group: Command, shell: Shell): void {
  firmCommand(group, 'show <invoice>', 'show an invoice, a draft or a credit note').action(
    async (wanted: string, options: FirmOptions) => {
      const api = await openFirm(shell, options);
      const id = await documentIdOf(api, 'GET /invoices', wanted);
      show(shell, options, await answerOf<Invoice>(api, 'GET /invoices/{id}', { id }), invoiceAsText);
    },
  );
}

function addBillable(group: Command, shell: Shell): void {
  firmCommand(group, 'billable', 'what could be invoiced; of one job, each open entry')
    .option('--job <number>', 'one job')
    .option('--client <name>', 'of this client')
    .option('--cut-off <date>', 'without entries after this day')
    .option('--rows <count>', 'jobs shown', '50')
    .action(async (options: ListOptions & { client?: string; job?: string; cutOff?: string }) => {
      const api = await openFirm(shell, options);
      const query = {
        clientId: options.client === undefined ? undefined : (await clientNamed(api, options.client)).id,
        jobIds: options.job === undefined ? undefined : (await jobNumbered(api, options.job)).id,
        cutOffOn: options.cutOff,
        limit: '50',
      };
      const items = await itemsOf<BillableJob>(api, 'GET /billable', query, Number(options.rows));
      const [only] = items;
      show(shell, options, { items }, () =>
        options.job === undefined || only === undefined
          ? billableAsText(items)
          : [billableAsText(items), openEntriesAsText(only)].join('\n\n'),
      );
    });
}

function addDraw(group: Command, shell: Shell): void {
  const preview = firmCommand(group, 'preview [draft]', 'show what an invoice would come to; keeps nothing');
  withContentOptions(preview).action(async (draft: string | undefined, options: ContentOptions) => {
    const api = await openFirm(shell, options);
    const answer =
      draft === undefined
        ? await answerOf<InvoicePreview>(api, 'POST /invoices/preview', {
            body: await contentOf(shell, api, options),
          })
        : await answerOf<InvoicePreview>(api, 'GET /invoices/{id}/preview', { id: draft });
    show(shell, options, answer, previewAsText);
  });
  const draw = firmCommand(group, 'draft', 'draw up an invoice: a draft holds its entries and posts nothing');
  withContentOptions(draw).action(async (options: ContentOptions) => {
    const api = await openFirm(shell, options);
    const body = await contentOf(shell, api, options);
    const draft = await answerOf<SavedDraft>(api, 'POST /invoices', { body });
    show(shell, options, draft, (saved) =>
      [draftAsText(saved), `Approve it: workledger invoice approve ${saved.id} --yes`].join('\n\n'),
    );
  });
  firmCommand(group, 'duplicate <invoice>', 'a new draft of what the author of an invoice decided').action(
    async (wanted: string, options: FirmOptions) => {
      const api = await openFirm(shell, options);
      const id = await documentIdOf(api, 'GET /invoices', wanted);
      const draft = await answerOf<SavedDraft>(api, 'POST /invoices/{id}/duplicate', { id });
      show(shell, options, draft, draftAsText);
    },
  );
}

function addApprove(group: Command, shell: Shell): void {
  firmCommand(group, 'approve <draft>', 'number a draft and post what it does')
    .option('--yes', 'as it was when it was drawn up; refused if anything moved since')
    .option('--fingerprint <text>', 'as the preview with this fingerprint showed it')
    .action(async (id: string, options: FirmOptions & { yes?: true; fingerprint?: string }) => {
      const api = await openFirm(shell, options);
      const seen = options.fingerprint ?? (options.yes === true ? await drawnUpAs(id) : undefined);
      if (seen === undefined) {
        const preview = await answerOf<InvoicePreview>(api, 'GET /invoices/{id}/preview', { id });
        show(shell, options, preview, previewAsText);
        throw new CommandFailure(
          `Nothing is approved yet. To approve exactly this, say --fingerprint ${preview.fingerprint}`,
        );
      }
      const body = { fingerprint: seen };
      const approved = await answerOf<Invoice>(api, 'POST /invoices/{id}/approval', { id, body });
      show(shell, options, approved, invoiceAsText);

      async function drawnUpAs(draft: string): Promise<string> {
        const { fingerprint } = await answerOf<Invoice>(api, 'GET /invoices/{id}', { id: draft });
        return fingerprint ?? 'none';
      }
    });
}

function addEnds(group: Command, shell: Shell): void {
  firmCommand(group, 'discard <draft>', 'give up a draft and free what it holds').action(
    async (id: string, options: FirmOptions) => {
      const api = await openFirm(shell, options);
      const { version } = await answerOf<Invoice>(api, 'GET /invoices/{id}', { id });
      await answerOf<null>(api, 'DELETE /invoices/{id}', { id, version });
      show(shell, options, { id, state: 'discarded' }, () => `Draft ${id} is discarded.`);
    },
  );
  firmCommand(group, 'cancel <invoice>', 'reverse all that an approved invoice did, to the cent')
    .requiredOption('--reason <text>', 'why')
    .action(async (wanted: string, options: FirmOptions & { reason: string }) => {
      const api = await openFirm(shell, options);
      const id = await documentIdOf(api, 'GET /invoices', wanted);
      const body = { reason: options.reason };
      const cancelled = await answerOf<Invoice>(api, 'POST /invoices/{id}/cancellation', { id, body });
      show(shell, options, cancelled, invoiceAsText);
    });
}
