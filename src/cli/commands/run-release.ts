// `workledger run send`, `mails` and `documents`: the approved invoices of a run on their way to clients, and as files.

import type { Command } from 'commander';
import type { z } from 'zod';
import type { runSending, sendingPage, sentRun } from '#contract/billing-runs/sending.ts';
import { answerOf, streamOf } from '../firm-api.ts';
import { firmCommand, openFirm, show, type FirmOptions, type Shell } from './firm-command.ts';
import { placesOf } from './run-places.ts';

type Counts = z.input<typeof runSending>;
type Sent = z.input<typeof sentRun>;
type ItemOf<Page> = Page extends { items: (infer Item)[] } ? Item : never;
type Invoice = ItemOf<z.input<typeof sendingPage>>;

export function addReleaseCommands(group: Command, shell: Shell): void {
  addSend(group, shell);
  addMails(group, shell);
  addDocuments(group, shell);
}

function addSend(group: Command, shell: Shell): void {
  firmCommand(group, 'send <run>', 'send the approved invoices of a run, each once')
    .option('--units <places>', 'only these, such as 1,2,5')
    .option('--again', 'also what was sent before')
    .action(async (id: string, options: FirmOptions & { units?: string; again?: true }) => {
      const api = await openFirm(shell, options);
      const body = { units: placesOf(options.units), again: options.again };
      for (;;) {
        const sent = await answerOf<Sent>(api, 'POST /billing-runs/{id}/mails', { id, body });
        show(shell, options, sent, sentAsText);
        // With --again, the same would be sent once more.
        if (sent.left === 0 || options.again === true) return;
      }
    });
}

function addMails(group: Command, shell: Shell): void {
  firmCommand(group, 'mails <run>', 'how many invoices of a run are sent, and which are not').action(
    async (id: string, options: FirmOptions) => {
      const api = await openFirm(shell, options);
      const counts = await answerOf<Counts>(api, 'GET /billing-runs/{id}/sending', { id });
      const query = { state: 'unsendable,failed', limit: '500' };
      const { items } = await answerOf<{ items: Invoice[] }>(api, 'GET /billing-runs/{id}/mails', {
        id,
        query,
      });
      show(shell, options, { ...counts, items }, () =>
        [countsAsText(counts), ...unsentAsText(items)].join('\n\n'),
      );
    },
  );
}

type Saving = Pick<FirmOptions, 'firm'> & {
  readonly as: string;
  readonly drafts?: true;
  readonly to?: string;
};

function addDocuments(group: Command, shell: Shell): void {
  group
    .command('documents <run>')
    .description('write the invoices of a run as PDFs')
    .option('--firm <id>', 'the firm, where there are several')
    .option('--as <pdf|zip>', 'one file with all of them, or an archive with a file for each', 'pdf')
    .option('--drafts', 'its drafts instead')
    .option('--to <file>', 'unless said, under the name of the run')
    .action(async (id: string, options: Saving) => {
      const api = await openFirm(shell, options);
      const query = { as: options.as, of: options.drafts && 'drafts' };
      const { fileName, content } = await streamOf(api, 'GET /billing-runs/{id}/documents', { id, query });
      await shell.saveStream(options.to ?? fileName, content);
    });
}

function sentAsText({ queued, unsendable, skipped, left, sending }: Sent): string {
  const parts = [
    `${queued} wait to be sent now`,
    ...(unsendable > 0 ? [`${unsendable} have nobody to be sent to`] : []),
    ...(skipped > 0 ? [`${skipped} were sent or waited before`] : []),
    ...(left > 0 ? [`${left} are left`] : []),
  ];
  return `${parts.join(', ')}.\n${countsAsText(sending)}`;
}

function countsAsText({ unsent, unsendable, queued, sent, failed }: Counts): string {
  return `Not sent ${unsent}, nobody to send to ${unsendable}, waiting ${queued}, sent ${sent}, failed ${failed}`;
}

function unsentAsText(invoices: readonly Invoice[]): string[] {
  if (invoices.length === 0) return [];
  const lines = invoices.map(({ invoiceNumber, clientName, state, refusals, lastError }) => {
    const reason = refusals?.map(({ detail }) => detail).join(' ') ?? lastError ?? '';
    return `${invoiceNumber ?? ''}, ${clientName ?? 'no client'}, ${state}: ${reason}`;
  });
  return [lines.join('\n')];
}
