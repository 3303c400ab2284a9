// A quote from the command line: drawn up, issued, accepted, and invoiced by what is claimed of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTerminal } from '../testing/terminal.ts';
import { addInvoiceCommands } from './invoice.ts';
import { addQuoteCommands } from './quote.ts';

const { type, typeForJson, files, saved, firm } = await openTerminal((program, shell) => {
  addInvoiceCommands(program, shell);
  addQuoteCommands(program, shell);
});

async function drawn(name: string): Promise<string> {
  const lines = [
    { kind: 'task', description: 'Survey', minutes: 600, rate: '100.00' },
    { kind: 'cost', description: 'Model', quantity: '1', unitPrice: '400.00', isOption: true },
  ];
  files.set('quote.json', JSON.stringify({ clientId: String(firm.clientId), name, lines }));
  const draft = await typeForJson('quote', 'draft', '--file', 'quote.json');
  assert.equal(draft['state'], 'draft');
  return draft['id'];
}

test('an accepted quote is invoiced in parts, and the last part leaves nothing of it', async () => {
  const id = await drawn('Survey of the yard');
  const issued = await typeForJson('quote', 'issue', id);
  assert.equal(issued['state'], 'issued');
  const option = issued['lines'][1].id;
  const accepted = await type('quote', 'accept', issued['number'], '--option', option);
  assert.match(accepted, /Not invoiced of the job's quotes: 1400\.00/);
  const { jobNumber } = await typeForJson('quote', 'show', issued['number']);

  const half = await typeForJson('invoice', 'draft', '--job', jobNumber, '--claim', '50');
  assert.equal(half['total'], '700.00');
  await type('invoice', 'approve', half['id'], '--yes');
  const next = await typeForJson('invoice', 'preview', '--job', jobNumber, '--claim', '75');
  assert.equal(next['total'], '350.00');
  const last = await typeForJson(
    'invoice',
    'draft',
    '--job',
    jobNumber,
    '--claim',
    '100',
    '--final',
    '--all',
  );
  assert.equal(last['total'], '700.00');
  await type('invoice', 'approve', last['id'], '--yes');
  assert.equal((await typeForJson('quote', 'show', issued['number']))['uninvoicedQuote'], '0.00');
});

test('a deposit is asked for in advance', async () => {
  const draft = await typeForJson('invoice', 'draft', '--job', 'J000001', '--deposit', '250.00');
  assert.deepEqual([draft['basis'], draft['total']], ['deposit', '250.00']);
});

test('a quote that was declined says why, and is printed all the same', async () => {
  const issued = await typeForJson('quote', 'issue', await drawn('Fence'));
  const declined = await typeForJson('quote', 'decline', issued['number'], '--reason', 'Too dear');
  assert.deepEqual([declined['state'], declined['declineReason']], ['declined', 'Too dear']);
  assert.match(
    await type('quote', 'list', '--state', 'declined'),
    new RegExp(`${issued['number']} +declined`),
  );
  await type('quote', 'pdf', issued['number'], 'quote.pdf');
  assert.ok(saved.has('quote.pdf'));
  await assert.rejects(type('quote', 'issue', issued['number']), /wrongState/);
});
