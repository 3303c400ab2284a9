import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixtures, ofKind, parsed, parsedText, places } from '../testing.ts';

function answer(body: string): string {
  return `<Response><Status>OK</Status>${body}</Response>`;
}

const time = `<Time><UUID>t1</UUID><Job><ID>J1</ID></Job><Task><Name>Design</Name></Task>
<Staff><Name>Mere</Name></Staff><Date>2024-07-15T00:00:00</Date><Minutes>60</Minutes><Billable>true</Billable></Time>`;

test('clients with their contacts and managers', async () => {
  const found = await parsed(await fixtures('workflowmax-v1/clients.xml'));
  assert.deepEqual([found.problems, found.assumptions], [[], []]);
  const [kauri, wharf] = ofKind(found, 'client');
  assert.deepEqual(kauri, {
    kind: 'client',
    externalId: 'c1000000-0000-4000-8000-000000000001',
    name: 'Kauri Timber & Joinery',
    email: 'accounts@kauri.example',
    address: '14 Mill Lane, Nelson',
    contacts: [
      {
        externalId: 'ca000000-0000-4000-8000-000000000001',
        name: 'Tom Ashby',
        email: 'tom@kauri.example',
        phone: '03 555 0101',
        position: 'Owner',
        isPrimary: true,
      },
    ],
    exportCode: 'KAURI',
    taxNumber: '123-456-789',
    accountManager: { externalId: '50000000-0000-4000-8000-000000000001', name: 'Mere Walker' },
    taskRates: [],
  });
  assert.deepEqual([wharf?.name, wharf?.archived], ['Old Wharf Café', false]);
});

test('jobs with their tasks and costs; v1 does not tell actual costs from estimates', async () => {
  const found = await parsed(await fixtures('workflowmax-v1/jobs.xml'));
  assert.deepEqual(found.problems, []);
  const [job] = ofKind(found, 'job');
  assert.deepEqual(
    [job?.number, job?.state, job?.startOn, job?.budget, job?.acceptedQuote, job?.manager?.name],
    [
      'J000101',
      'In Progress',
      '2024-07-01',
      '4800.00',
      { externalId: 'e0000000-0000-4000-8000-000000000001' },
      'Mere Walker',
    ],
  );
  assert.deepEqual(ofKind(found, 'jobTask')[0], {
    kind: 'jobTask',
    externalId: '0a000000-0000-4000-8000-000000000001',
    job: { externalId: '0b000000-0000-4000-8000-000000000001', number: 'J000101' },
    task: { externalId: '7a000000-0000-4000-8000-000000000001' },
    name: 'Design',
    billable: true,
    estimatedMinutes: 1200,
    completed: false,
  });
  const [cost] = ofKind(found, 'cost');
  assert.deepEqual(
    [cost?.quantity, cost?.unitPrice, cost?.actual, cost?.supplier],
    ['2', '15.00', undefined, 'Swift Couriers'],
  );
});

test('time entries: which invoice task they were billed on, clocks of both kinds', async () => {
  const found = await parsed(await fixtures('workflowmax-v1/times.xml'));
  assert.deepEqual(found.problems, []);
  const [billed, open] = ofKind(found, 'timeEntry');
  assert.deepEqual(billed, {
    kind: 'timeEntry',
    externalId: 'f0000000-0000-4000-8000-000000000001',
    job: { number: 'J000101', name: 'Showroom brochure' },
    task: { externalId: '0a000000-0000-4000-8000-000000000001', name: 'Design' },
    staff: { externalId: '50000000-0000-4000-8000-000000000001', name: 'Mere Walker' },
    date: '2024-07-15',
    minutes: 240,
    billable: true,
    note: 'First drafts <A4>',
    start: '13:00',
    end: '17:00',
    invoiceTask: { externalId: '1a000000-0000-4000-8000-000000000001' },
    invoiced: true,
  });
  assert.deepEqual(
    [open?.billable, open?.invoiceTask, open?.invoiced, open?.note],
    [false, undefined, false, undefined],
  );
});

test('invoices with and without details, quotes with options, staff and tasks', async () => {
  const found = await parsed(
    await fixtures(
      'workflowmax-v1/invoices.xml',
      'workflowmax-v1/quotes.xml',
      'workflowmax-v1/staff-and-tasks.xml',
    ),
  );
  assert.deepEqual([found.problems, found.assumptions], [[], []]);
  const [paid, deposit] = ofKind(found, 'invoice');
  assert.deepEqual(
    [paid?.type, paid?.mode, paid?.status, paid?.detailed],
    ['progress', undefined, 'paid', true],
  );
  assert.deepEqual(paid?.jobs[0]?.tasks[0], {
    externalId: '1a000000-0000-4000-8000-000000000001',
    name: 'Design',
    minutes: 240,
    billableRate: '150',
    amount: '600.00',
    billable: true,
    taxes: ['90.00'],
    timeBreakdown: [],
  });
  assert.equal(paid?.jobs[0]?.costs[0]?.amount, '30.00');
  assert.deepEqual(
    [deposit?.type, deposit?.typeText, deposit?.mode, deposit?.status, deposit?.detailed],
    [undefined, 'Deposit Invoice', 'deposit', 'draft', false],
  );
  const [quote] = ofKind(found, 'quote');
  assert.deepEqual(
    [quote?.state, quote?.validUntil, quote?.options[0]?.amount],
    ['accepted', '2024-07-20', '900.00'],
  );
  assert.deepEqual([ofKind(found, 'staff').length, ofKind(found, 'task')[0]?.name], [2, 'Design']);
});

test('a record that lacks something is refused at its own line; the others are read', async () => {
  const broken = time
    .replace('<Minutes>60</Minutes>', '<Minutes>an hour</Minutes>')
    .replace('<Name>Mere</Name>', '');
  const found = await parsedText(answer(`<Times>\n${broken}\n${time}</Times>`));
  assert.deepEqual(places(found), ['missingValue 3 Staff', 'invalidNumber 3 Minutes']);
  assert.deepEqual(found.problems[1]?.value, 'an hour');
  assert.equal(found.records.length, 1);
});

test('an answer that says ERROR is one problem with what it says', async () => {
  const found = await parsedText(
    '<Response>\n<Status>ERROR</Status><ErrorDescription>Invalid account key</ErrorDescription></Response>',
  );
  assert.deepEqual(places(found), ['sourceError 2']);
  assert.match(found.problems[0]?.message ?? '', /status "ERROR" and says "Invalid account key"/);
});

test('an answer cut off in the middle keeps what came before and names the place', async () => {
  const whole = answer(`<Times>\n${time}\n${time}</Times>`);
  const found = await parsedText(
    whole.slice(0, whole.indexOf('<Minutes>', whole.indexOf('<Minutes>') + 1) + 12),
  );
  assert.equal(found.records.length, 1);
  assert.deepEqual(
    [found.problems.length, found.problems[0]?.code, found.problems[0]?.line],
    [1, 'invalidXml', 5],
  );
  assert.equal(found.problems[0]?.scope, 'file');
});

test('document types, entities and depth are refused', async () => {
  const bomb = `<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${answer(`<Times>${time}</Times>`)}`;
  assert.deepEqual(places(await parsedText(bomb)), ['forbiddenXml 1']);
  assert.deepEqual(
    places(await parsedText(answer('<Clients><Client><Name>&xxe;</Name></Client></Clients>'))),
    ['invalidXml 1'],
  );
  const deep = answer(`<Clients>${'<A>'.repeat(100)}${'</A>'.repeat(100)}</Clients>`);
  assert.deepEqual(places(await parsedText(deep)), ['tooDeep 1']);
});

test('a text or record of absurd size ends the file', async () => {
  const limits = { fieldLengthMax: 100, recordLengthMax: 200_000 };
  const text = answer(`<Clients><Client><Name>${'x'.repeat(200_000)}</Name></Client></Clients>`);
  assert.deepEqual(places(await parsedText(text, { limits })), ['fieldTooLong 1']);
  const note = answer(`<Times>${time.replace('</Time>', `<Note>${'n'.repeat(200)}</Note></Time>`)}</Times>`);
  assert.deepEqual(places(await parsedText(note, { limits })), ['fieldTooLong 2 Note']);
});

test('what an import has no use for is said once, and what it does not know ends the file', async () => {
  const found = await parsedText(
    answer('<Suppliers><Supplier><Name>a</Name></Supplier><Supplier><Name>b</Name></Supplier></Suppliers>'),
  );
  assert.deepEqual(
    found.assumptions.map(({ code, field }) => [code, field]),
    [['recordsIgnored', 'Suppliers']],
  );
  assert.deepEqual(places(await parsedText('<Feed><Entry/></Feed>')), ['unknownResource 1']);
  assert.deepEqual(places(await parsedText(answer('<Widgets><Widget><Name>a</Name></Widget></Widgets>'))), [
    'unknownResource 1 Widgets',
  ]);
  assert.deepEqual(places(await parsedText(answer('<ID>7</ID>'))), ['unknownResource 1']);
  assert.deepEqual(places(await parsedText(answer('<Times/>'))), []);
});

test('costs and payments of one job or invoice take it from the path they were saved under, and say so', async () => {
  const cost = answer(
    '<Costs><Cost><Description>Courier</Description><Date>2024-07-01T00:00:00</Date><Quantity>1</Quantity><UnitPrice>5</UnitPrice><Billable>true</Billable></Cost></Costs>',
  );
  const named = await parsedText(cost, {}, 'job.api/costs/J000101.xml');
  assert.deepEqual(ofKind(named, 'cost')[0]?.job, { number: 'J000101' });
  assert.equal(named.assumptions[0]?.code, 'referenceFromPath');
  assert.deepEqual(places(await parsedText(cost, {}, 'costs.xml')), ['missingValue 1 Job']);
  const payment = answer(
    '<Payments><Payment><Date>2024-08-12T00:00:00</Date><Amount>5</Amount></Payment></Payments>',
  );
  const paid = await parsedText(payment, {}, 'invoice.api_payments_I000201.xml');
  assert.deepEqual(ofKind(paid, 'payment')[0]?.invoice, { number: 'I000201' });
});
