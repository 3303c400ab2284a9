// An invoice from the command line: what there is to bill, what it would come to, drawn up, approved, sent, paid,
// credited and cancelled; and what the commands refuse.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTerminal, recordTime } from '../testing/terminal.ts';
import { addStatementCommand } from './document.ts';
import { addInvoiceCommands } from './invoice.ts';
import { addPaymentCommands } from './payment.ts';

const terminal = await openTerminal((program, shell) => {
  addInvoiceCommands(program, shell);
  addPaymentCommands(program, shell);
  addStatementCommand(program, shell);
});
const { type, typeForJson, files, saved, firm } = terminal;
const job = 'J000001';

test('three commands make an invoice of the open work of a job', async () => {
  await recordTime(terminal, ['2026-03-02', '2026-03-20']);
  const billable = await type('invoice', 'billable', '--job', job);
  assert.match(billable, /J000001 +A Job +A Client +3000\.00 +0\.00 +0\.00 +3000\.00/);
  assert.match(billable, /2026-03-02 +Design +Ana +10\.00 +1500\.00/);

  const preview = await type('invoice', 'preview', '--job', job, '--all', '--cut-off', '2026-03-10');
  assert.match(preview, /A progress invoice of 2026-03-31, due 20/);
  assert.match(
    preview,
    /J000001 A Job +3000\.00 +-?1500\.00 +0\.00 +0\.00 +0\.00 +0\.00 +1500\.00 +1500\.00/,
  );

  const drafted = await type('invoice', 'draft', '--job', job, '--all', '--cut-off', '2026-03-10');
  const [, id] = /workledger invoice approve (\d+) --yes/.exec(drafted) ?? [];
  assert.ok(id !== undefined, drafted);
  const approved = await type('invoice', 'approve', id, '--yes');
  assert.match(approved, /Invoice INV-\d+: approved/);
  assert.match(approved, /Outstanding 1\d+\.\d\d/);
});

test('approving says first what would be posted, and takes the fingerprint of just that', async () => {
  const draft = await typeForJson('invoice', 'draft', '--job', job, '--all', '--final', '--fixed', '1000.00');
  assert.equal(draft['total'], '1000.00');
  const refused = type('invoice', 'approve', draft['id']);
  await assert.rejects(refused, new RegExp(`--fingerprint ${draft['fingerprint']}$`));
  const approved = await typeForJson(
    'invoice',
    'approve',
    draft['id'],
    '--fingerprint',
    draft['fingerprint'],
  );
  assert.deepEqual([approved['state'], approved['jobs'][0].writtenOff], ['approved', '500.00']);
  assert.match(await type('invoice', 'list', '--job', job), new RegExp(`${approved['number']} +approved`));
});

test('an invoice is shown by its number, written as a PDF and handed to the mail', async () => {
  const [invoice] = (await typeForJson('invoice', 'list', '--job', job))['items'];
  assert.match(await type('invoice', 'show', invoice.number), new RegExp(`Invoice ${invoice.number}`));
  await type('invoice', 'pdf', invoice.number, 'invoice.pdf');
  assert.match(Buffer.from(saved.get('invoice.pdf') as Uint8Array).toString('latin1', 0, 8), /^%PDF-1/);
  const sent = await type('invoice', 'send', invoice.number, '--to', 'accounts@client.example');
  assert.match(sent, new RegExp(`^${invoice.number} waits to be sent to accounts@client\\.example`));
  assert.match(
    await type('invoice', 'send', invoice.number, '--by-hand'),
    new RegExp(`${invoice.number} counts as sent`),
  );
});

test('a payment pays what is due longest, and what is left stays credit', async () => {
  const owed = (await typeForJson('statement', 'A Client'))['closing'] as string;
  const more = (Number(owed) + 100).toFixed(2);
  const paid = await typeForJson('payment', 'record', '--client', 'a client', '--amount', more, '--oldest');
  assert.deepEqual([paid['unallocated'], paid['allocations'].length], ['100.00', 2]);
  assert.match(await type('payment', 'list', '--unallocated'), /A Client +\d+\.\d\d +100\.00/);
  assert.match(await type('statement', String(firm.clientId)), /Owed +-100\.00/);
  await type('statement', 'A Client', '--pdf', 'account.pdf');
  assert.ok(saved.has('account.pdf'));
  await type('payment', 'void', paid['id'], '--reason', 'It bounced');
  assert.equal((await typeForJson('statement', 'A Client'))['closing'], owed);
});

test('what is left of a payment is allocated to an invoice that is named', async () => {
  const [invoice] = (await typeForJson('invoice', 'list', '--state', 'sent'))['items'];
  const paid = await typeForJson('payment', 'record', '--client', 'A Client', '--amount', '50.00');
  const allocated = await typeForJson(
    'payment',
    'allocate',
    paid['id'],
    '--invoice',
    `${invoice.number}=20.00`,
  );
  assert.equal(allocated['unallocated'], '30.00');
  await type('payment', 'void', paid['id'], '--reason', 'A mistake');
});

test('crediting shows what it would come to, and issues it when told so', async () => {
  const [invoice] = (await typeForJson('invoice', 'list', '--state', 'sent'))['items'];
  const words = [
    'invoice',
    'credit',
    invoice.number,
    '--reason',
    'Agreed',
    '--line',
    '1=100.00',
    '--write-off',
  ];
  await assert.rejects(type(...words), /Nothing is credited yet.*--fingerprint \w+/);
  assert.match(await type(...words, '--yes'), new RegExp(`Credits ${invoice.number}`));
  await assert.rejects(
    type('invoice', 'credit', invoice.number, '--reason', 'x', '--line', 'two'),
    /Accepted/,
  );
});

test('an approved invoice is cancelled with a reason', async () => {
  const [invoice] = (await typeForJson('invoice', 'list', '--job', job, '--state', 'approved,sent'))['items'];
  const cancelled = await typeForJson('invoice', 'cancel', invoice.number, '--reason', 'Wrong client');
  assert.deepEqual([cancelled['state'], cancelled['cancelReason']], ['cancelled', 'Wrong client']);
  const again = await typeForJson('invoice', 'duplicate', invoice.number);
  assert.equal(again['state'], 'draft');
  assert.equal(await type('invoice', 'discard', again['id']), `Draft ${again['id']} is discarded.`);
});

test('a draft is drawn up from JSON as the API takes it', async () => {
  const content = {
    clientId: String(firm.clientId),
    type: 'progress',
    basis: 'miscellaneous',
    lines: [{ kind: 'cost', description: 'Copies', quantity: '3', unitPrice: '2.50' }],
  };
  files.set('-', JSON.stringify(content));
  assert.equal((await typeForJson('invoice', 'draft', '--file', '-'))['total'], '7.50');
  files.set('wrong.json', '[]');
  await assert.rejects(type('invoice', 'draft', '--file', 'wrong.json'), /not a JSON object/);
  await assert.rejects(type('invoice', 'draft', '--file', 'none.json'), /none\.json cannot be read/);
  files.set('typo.json', JSON.stringify({ ...content, basis: 'actuall' }));
  await assert.rejects(type('invoice', 'preview', '--file', 'typo.json'), /basis "actuall".*invalidRequest/);
});

test('what names nothing is refused with what would do', async () => {
  await assert.rejects(
    type('invoice', 'show', 'INV-9'),
    /invoice "INV-9": there is none\. Accepted: the number/,
  );
  await assert.rejects(type('invoice', 'draft', '--job', 'J9', '--all'), /job "J9": there is none/);
  await assert.rejects(type('invoice', 'draft', '--job', job), /Say what is invoiced/);
  await assert.rejects(type('invoice', 'approve', '999', '--yes'), /unknownInvoice/);
});
