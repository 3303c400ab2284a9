import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '#store/testing/database.ts';
import { fileFromText } from './formats/files.ts';
import { importing } from './testing/importing.ts';

const { database } = await testDatabase();

const response = (content: string) => `<Response><Status>OK</Status>${content}</Response>`;
const people = fileFromText(
  'staff.xml',
  response(
    '<StaffList><Staff><UUID>ana</UUID><Name>Ana Lee</Name><BillableRate>150</BillableRate></Staff>' +
      '<Staff><UUID>ben</UUID><Name>Ben Lee</Name><BillableRate>100</BillableRate></Staff></StaffList>',
  ),
);

function job(number: string, more = ''): string {
  return (
    `<Job><UUID>${number}-uuid</UUID><ID>${number}</ID><Name>Job ${number}</Name><State>In Progress</State>` +
    '<StartDate>2024-01-01T00:00:00</StartDate><Client><UUID>c</UUID><Name>Harbour Trust</Name></Client>' +
    `<Tasks><Task><UUID>${number}-t</UUID><Name>Design</Name><Billable>true</Billable></Task></Tasks>${more}</Job>`
  );
}

type Time = { id: string; who: string; minutes: number; invoiceTask?: string };

function time(number: string, { id, who, minutes, invoiceTask = '' }: Time): string {
  return (
    `<Time><UUID>${id}</UUID><Job><ID>${number}</ID><Name>Job ${number}</Name></Job>` +
    `<Task><UUID>${number}-t</UUID><Name>Design</Name></Task><Staff><UUID>${who}</UUID></Staff>` +
    `<Date>2024-06-10T00:00:00</Date><Minutes>${minutes}</Minutes><Billable>true</Billable>` +
    `<InvoiceTaskUUID>${invoiceTask}</InvoiceTaskUUID></Time>`
  );
}

type Invoice = {
  number: string;
  type?: string;
  status?: string;
  amount: number;
  job: string;
  tasks?: string;
  costs?: string;
};

function invoice({ number, type = 'Progress Invoice', status = 'Approved', amount, ...on }: Invoice): string {
  const lines = `<Jobs><Job><ID>${on.job}</ID><Name>Job ${on.job}</Name><Tasks>${on.tasks ?? ''}</Tasks><Costs>${on.costs ?? ''}</Costs></Job></Jobs>`;
  return (
    `<Invoice><ID>${number}</ID><Type>${type}</Type><Status>${status}</Status><Date>2024-06-30T00:00:00</Date>` +
    `<Amount>${amount}</Amount>${lines}</Invoice>`
  );
}

const task = (id: string, amount: number) =>
  `<Task><UUID>${id}</UUID><Name>Design</Name><Minutes>60</Minutes><Amount>${amount}</Amount></Task>`;
const cost =
  '<Date>2024-06-05T00:00:00</Date><Description>Courier</Description><Code>C</Code><Quantity>2</Quantity><UnitPrice>100</UnitPrice><Billable>true</Billable>';

const files = [
  people,
  fileFromText(
    'jobs.xml',
    response(
      `<Jobs>${job('W1', `<Costs><Cost><UUID>k1</UUID>${cost}</Cost></Costs>`)}${job('W2')}${job('W3')}` +
        `${job('W4', '<ApprovedQuoteUUID>q4</ApprovedQuoteUUID>')}${job('W5')}</Jobs>`,
    ),
  ),
  fileFromText(
    'times.xml',
    response(
      `<Times>${time('W1', { id: 'a', who: 'ana', minutes: 120, invoiceTask: 'i1' })}${time('W1', { id: 'b', who: 'ben', minutes: 180, invoiceTask: 'i1' })}` +
        `${time('W2', { id: 'c', who: 'ana', minutes: 120, invoiceTask: 'i2' })}${time('W2', { id: 'd', who: 'ana', minutes: 60, invoiceTask: 'draft' })}` +
        `${time('W3', { id: 'e', who: 'ana', minutes: 120 })}${time('W4', { id: 'f', who: 'ana', minutes: 120 })}${time('W5', { id: 'g', who: 'ana', minutes: 60, invoiceTask: 'gone' })}</Times>`,
    ),
  ),
  fileFromText(
    'quotes.xml',
    response(
      '<Quotes><Quote><UUID>q4</UUID><ID>Q4</ID><Type>Quote</Type><State>Accepted</State><Date>2024-01-05T00:00:00</Date><Amount>1000</Amount></Quote></Quotes>',
    ),
  ),
  fileFromText(
    'invoices.xml',
    response(
      '<Invoices>' +
        invoice({
          number: 'I1',
          amount: 700,
          job: 'W1',
          tasks: task('i1', 500),
          costs:
            '<Cost><Description>Courier</Description><Code>C</Code><Quantity>2</Quantity><UnitPrice>100</UnitPrice><Amount>200</Amount></Cost>',
        }) +
        invoice({ number: 'I2', status: 'Paid', amount: 400, job: 'W2', tasks: task('i2', 400) }) +
        invoice({ number: 'I2D', status: 'Draft', amount: 150, job: 'W2', tasks: task('draft', 150) }) +
        invoice({ number: 'I3', type: 'Deposit Invoice', amount: 500, job: 'W3' }) +
        invoice({ number: 'I4', amount: 600, job: 'W4', tasks: task('i4', 600) }) +
        '</Invoices>',
    ),
  ),
];

const firm = await importing(database);
const batch = await firm.run(files);
const effects = async (number: string) =>
  (await firm.ledger(number)).map((line) => line.slice(11)).filter((line) => !/^(time|cost) /.test(line));

test("a task's amount is spread over the entries that name it, cents by largest remainder", async () => {
  assert.deepEqual(await effects('W1'), [
    'written off -50.00',
    'written off -50.00',
    'billed -250.00',
    'billed -250.00',
    'billed -200.00',
  ]);
  assert.equal(await firm.netWip('W1'), '0.00');
});

test('more than the entries are worth is written on; entries on a draft stay', async () => {
  assert.deepEqual(await effects('W2'), ['written on 100.00', 'billed -400.00']);
  assert.equal(await firm.netWip('W2'), '150.00');
});

test('a deposit raises an interim', async () => {
  assert.deepEqual(await effects('W3'), ['interim -500.00']);
  assert.equal(await firm.netWip('W3'), '-200.00');
});

test('an invoice that names no time, of a job with an accepted quote, is taken as quoted and that is told', async () => {
  assert.deepEqual(await effects('W4'), ['quote 1000.00', 'interim -600.00', 'quote invoiced 600.00']);
  const notes = (await firm.problems(batch.id)).map(({ severity, code }) => `${severity} ${code}`);
  assert.ok(notes.includes('note basisAssumed'), notes.join(', '));
});

test('time marked with an invoice that is in none of the files stays, and the same files again change nothing', async () => {
  assert.equal(await firm.netWip('W5'), '150.00');
  const journals = await firm.count('journal');
  const again = await firm.run(files);
  assert.equal(await firm.count('journal'), journals);
  assert.equal(again.counts['invoice']?.unchanged, 5);
});

test('the verifier finds nothing wrong', async () => {
  assert.deepEqual(await firm.verify(), []);
});
