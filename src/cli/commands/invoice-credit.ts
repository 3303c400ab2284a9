// `workledger invoice credit`: shows what a credit note would come to, and issues it when told so.

import type { Command } from 'commander';
import { CommandFailure } from '../output/failure.ts';
import { creditPreviewAsText, invoiceAsText, type CreditPreview, type Invoice } from '../output/invoice.ts';
import { answerOf, documentIdOf } from '../firm-api.ts';
import { collect, firmCommand, openFirm, show, type FirmOptions, type Shell } from './firm-command.ts';

type CreditOptions = FirmOptions & {
  readonly reason: string;
  readonly line?: readonly string[];
  readonly writeOff?: true;
  readonly on?: string;
  readonly yes?: true;
  readonly fingerprint?: string;
};

export function addCreditCommand(group: Command, shell: Shell): void {
  firmCommand(group, 'credit <invoice>', 'credit an invoice, whole or by line')
    .requiredOption('--reason <text>', 'why; printed on the credit note')
    .option(
      '--line <number[=amount]>',
      'a line, whole or so much of it without tax; may be said again',
      collect,
    )
    .option('--write-off', 'write its work off; unless said, it goes back to WIP')
    .option('--on <date>', 'the day of the credit note; unless said, today in the firm')
    .option('--yes', 'issue it')
    .option('--fingerprint <text>', 'issue what the preview with this fingerprint showed')
    .action(async (wanted: string, options: CreditOptions) => {
      const api = await openFirm(shell, options);
      const id = await documentIdOf(api, 'GET /invoices', wanted);
      const terms = termsOf(options);
      if (options.yes !== true && options.fingerprint === undefined) {
        const preview = await answerOf<CreditPreview>(api, 'POST /invoices/{id}/credit-preview', {
          id,
          body: terms,
        });
        show(shell, options, preview, creditPreviewAsText);
        throw new CommandFailure(
          `Nothing is credited yet. To credit exactly this, say --fingerprint ${preview.fingerprint}`,
        );
      }
      const { reason, fingerprint } = options;
      const body = { ...terms, reason, fingerprint };
      const credited = await answerOf<Invoice>(api, 'POST /invoices/{id}/credit-notes', { id, body });
      show(shell, options, credited, invoiceAsText);
    });
}

function termsOf({ line, writeOff, on }: CreditOptions): Record<string, unknown> {
  return {
    creditedOn: on,
    destination: writeOff === true ? 'writtenOff' : 'wip',
    lines: line === undefined ? 'all' : line.map(lineOf),
  };
}

function lineOf(text: string): Record<string, unknown> {
  const [, number, amount] = /^(\d{1,6})(?:=(-?[\d.]+))?$/.exec(text) ?? [];
  if (number === undefined)
    throw new CommandFailure(`--line "${text}": Accepted: a line, such as 2, or 2=150.00 for a part of it.`);
  return { lineNumber: Number(number), ...(amount === undefined ? {} : { amount }) };
}
