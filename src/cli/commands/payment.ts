// `workledger payment`: what clients paid, and which invoices it pays.

import type { Command } from 'commander';
import type { z } from 'zod';
import type { listedPayment, payment } from '#contract/payments/payments.ts';
import { CommandFailure } from '../output/failure.ts';
import { right, textTable } from '../output/table.ts';
import { answerOf, clientNamed, documentIdOf, itemsOf, type FirmApi } from '../firm-api.ts';
import {
  collect,
  firmCommand,
  listCommand,
  openFirm,
  show,
  type FirmOptions,
  type ListOptions,
  type Shell,
} from './firm-command.ts';

type Payment = z.input<typeof payment>;
type ListedPayment = z.input<typeof listedPayment>;

export function addPaymentCommands(program: Command, shell: Shell): void {
  const group = program.command('payment').description('record what clients paid');
  addRecord(group, shell);
  addList(group, shell);
  addAllocate(group, shell);
  addVoid(group, shell);
}

type Allocating = FirmOptions & {
  readonly oldest?: true;
  readonly invoice?: readonly string[];
  readonly on?: string;
};

function withAllocation(command: Command): Command {
  return command
    .option('--oldest', 'pay what has been due longest')
    .option('--invoice <number[=amount]>', 'pay this invoice, or so much of it; may be said again', collect);
}

type Recording = Allocating & {
  readonly client: string;
  readonly amount: string;
  readonly currency?: string;
  readonly method?: string;
  readonly reference?: string;
  readonly note?: string;
};

function addRecord(group: Command, shell: Shell): void {
  const command = firmCommand(
    group,
    'record',
    "record a payment; what pays no invoice is the client's credit",
  )
    .requiredOption('--client <name>', 'who paid')
    .requiredOption('--amount <amount>', 'how much')
    .option('--currency <code>', "the client's; another one is refused")
    .option('--on <date>', 'unless said, today in the firm')
    .option('--method <text>', 'how it came')
    .option('--reference <text>', 'as the bank has it')
    .option('--note <text>', 'for the firm');
  withAllocation(command).action(async (options: Recording) => {
    const api = await openFirm(shell, options);
    const { amount, currency, on, method, reference, note } = options;
    const clientId = (await clientNamed(api, options.client)).id;
    const allocation = await allocationOf(api, options);
    const body = { clientId, amount, currency, paidOn: on, method, reference, note, ...allocation };
    show(shell, options, await answerOf<Payment>(api, 'POST /payments', { body }), paymentAsText);
  });
}

async function allocationOf(api: FirmApi, { oldest, invoice = [] }: Allocating): Promise<object> {
  const invoices = [];
  for (const text of invoice) {
    const [, number = text, amount] = /^(.+?)=([\d.]+)$/.exec(text) ?? [];
    invoices.push({ invoiceId: await documentIdOf(api, 'GET /invoices', number), amount });
  }
  if (oldest === true && invoices.length > 0)
    throw new CommandFailure('Say --oldest, or which invoices are paid.');
  return oldest === true ? { allocate: 'oldest' } : { invoices };
}

type Filter = ListOptions & {
  readonly client?: string;
  readonly invoice?: string;
  readonly from?: string;
  readonly to?: string;
  readonly unallocated?: true;
};

function addList(group: Command, shell: Shell): void {
  listCommand(group, 'list payments, newest first')
    .option('--client <name>', 'of this client')
    .option('--invoice <number>', 'that pay this invoice')
    .option('--from <date>', 'of this day or later')
    .option('--to <date>', 'up to this day')
    .option('--unallocated', 'of which something is left')
    .action(async (options: Filter) => {
      const api = await openFirm(shell, options);
      const { client, invoice, from, to } = options;
      const query = {
        from,
        to,
        clientId: client === undefined ? undefined : (await clientNamed(api, client)).id,
        invoiceId: invoice === undefined ? undefined : await documentIdOf(api, 'GET /invoices', invoice),
        unallocated: options.unallocated === true ? 'true' : undefined,
      };
      const items = await itemsOf<ListedPayment>(api, 'GET /payments', query, Number(options.rows));
      show(shell, options, { items }, (answer) => paymentsAsText(answer.items));
    });
}

function addAllocate(group: Command, shell: Shell): void {
  const command = firmCommand(
    group,
    'allocate <payment>',
    'pay invoices with what is left of a payment',
  ).option('--on <date>', 'unless said, as soon as both are there');
  withAllocation(command).action(async (id: string, options: Allocating) => {
    const api = await openFirm(shell, options);
    const body = { ...(await allocationOf(api, options)), allocatedOn: options.on };
    const allocated = await answerOf<Payment>(api, 'POST /payments/{id}/allocations', { id, body });
    show(shell, options, allocated, paymentAsText);
  });
}

function addVoid(group: Command, shell: Shell): void {
  firmCommand(group, 'void <payment>', 'a payment that never was: what it paid is outstanding again')
    .requiredOption('--reason <text>', 'why')
    .option('--on <date>', 'unless said, today in the firm')
    .action(async (id: string, options: FirmOptions & { reason: string; on?: string }) => {
      const api = await openFirm(shell, options);
      const body = { reason: options.reason, voidedOn: options.on };
      const voided = await answerOf<Payment>(api, 'POST /payments/{id}/void', { id, body });
      show(shell, options, voided, paymentAsText);
    });
}

function paymentsAsText(payments: readonly ListedPayment[]): string {
  if (payments.length === 0) return 'Nothing to show.';
  const columns = [
    right('Payment'),
    { label: 'Date' },
    { label: 'Client' },
    right('Amount'),
    right('Left'),
    { label: 'Currency' },
    { label: 'Method' },
    { label: 'Reference' },
  ];
  const rows = payments.map((one) => [
    one.id,
    one.voidedOn === null ? one.paidOn : `${one.paidOn}, voided`,
    one.clientName ?? '',
    one.amount,
    one.unallocated,
    one.currency,
    one.method ?? '',
    one.reference ?? '',
  ]);
  return textTable(columns, rows);
}

function paymentAsText(payment: Payment): string {
  const { id, clientName, amount, currency, paidOn, unallocated, voidedOn, allocations } = payment;
  const head = [
    `Payment ${id}: ${amount} ${currency} from ${clientName ?? 'no client'} on ${paidOn}`,
    voidedOn === null ? `Left as credit: ${unallocated}` : `Voided ${voidedOn}`,
  ].join('\n');
  if (allocations.length === 0) return head;
  const rows = allocations.map((one) => [one.allocatedOn, one.invoiceNumber ?? 'paid back', one.amount]);
  return [head, textTable([{ label: 'Date' }, { label: 'Pays' }, right('Amount')], rows)].join('\n\n');
}
