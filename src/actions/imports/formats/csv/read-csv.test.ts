import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileFromBytes } from '../files.ts';
import { fixtures, ofKind, parsed, parsedText, places } from '../testing.ts';

const clockifyHeader =
  'Project,Client,Description,Task,User,Billable,Start Date,Start Time,Duration (h),Billable Rate (USD)';

function clockify(...rows: string[]): string {
  return [clockifyHeader, ...rows].join('\n');
}

test('WorkflowMax jobs: day first, a name with a comma, a due date left open', async () => {
  const found = await parsed(await fixtures('workflowmax-csv/jobs.csv'));
  assert.deepEqual(found.problems, []);
  assert.deepEqual(ofKind(found, 'job'), [
    {
      kind: 'job',
      number: 'J000101',
      name: 'Showroom brochure',
      client: { name: 'Kauri Timber & Joinery' },
      startOn: '2024-07-01',
      dueOn: '2024-09-30',
      staffRates: [],
    },
    {
      kind: 'job',
      number: 'J000102',
      name: 'Menu, autumn',
      client: { name: 'Old Wharf Café' },
      startOn: '2024-07-15',
      staffRates: [],
    },
  ]);
});

test('WorkflowMax job costs, tasks and payments', async () => {
  const found = await parsed(
    await fixtures(
      'workflowmax-csv/job-costs.csv',
      'workflowmax-csv/tasks.csv',
      'workflowmax-csv/payments.csv',
    ),
  );
  assert.deepEqual(found.problems, []);
  assert.deepEqual(ofKind(found, 'cost')[1], {
    kind: 'cost',
    job: { number: 'J000102' },
    description: 'Proofs "A3"',
    date: '2024-08-03',
    quantity: '0.5',
    unitPrice: '1250.5',
    billable: false,
    actual: true,
  });
  assert.deepEqual(
    ofKind(found, 'task').map(({ name, billableRate, baseRate }) => [name, billableRate, baseRate]),
    [
      ['Design', '150', '60'],
      ['Site visit', '95.50', undefined],
    ],
  );
  assert.deepEqual(ofKind(found, 'payment'), [
    {
      kind: 'payment',
      invoice: { number: 'I000201' },
      date: '2024-08-12',
      amount: '724.50',
      reference: 'DD 88',
    },
  ]);
});

test('the report of unbilled WIP: title line, job numbers out of summaries, totals left out and said so', async () => {
  const found = await parsed(await fixtures('workflowmax-csv/unbilled-wip.csv'));
  assert.deepEqual(found.problems, []);
  assert.deepEqual(
    ofKind(found, 'unbilledWip').map(({ job, ledgerType, staff, amount }) => [
      job,
      ledgerType,
      staff?.name,
      amount,
    ]),
    [
      [{ number: 'J000101', name: 'Showroom brochure' }, 'Time', 'Jun Ito', '225.00'],
      [{ number: 'J000101', name: 'Showroom brochure' }, 'Cost', undefined, '30.00'],
      [{ name: 'Signage' }, 'Time', 'Mere Walker', '0.00'],
    ],
  );
  assert.deepEqual(
    found.assumptions.map(({ code, line }) => [code, line]),
    [
      ['linesSkipped', 1],
      ['linesSkipped', 6],
    ],
  );
});

test('Toggl: a byte order mark, quotes in quotes, emoji, seconds rounded half up', async () => {
  const found = await parsed(await fixtures('trackers/toggl.csv'));
  assert.deepEqual([found.problems, found.assumptions], [[], []]);
  assert.deepEqual(ofKind(found, 'timeEntry'), [
    {
      kind: 'timeEntry',
      job: { name: 'Showroom' },
      client: { name: 'Kauri Timber' },
      task: { name: 'Design' },
      staff: { name: 'Mere Walker', email: 'mere@harbour.example' },
      date: '2024-07-15',
      minutes: 90,
      recordedDuration: '01:30:29',
      billable: true,
      note: 'Said "later" 🪵',
      start: '13:00',
      end: '14:30',
      amount: '225.00',
      currency: 'NZD',
    },
    {
      kind: 'timeEntry',
      staff: { name: 'Jun Ito' },
      date: '2024-07-16',
      minutes: 1,
      recordedDuration: '00:00:30',
      billable: false,
      start: '09:00',
      end: '09:00',
      currency: 'NZD',
    },
  ]);
});

test('Clockify: American dates settled by one row, twelve-hour clocks, the currency from the header', async () => {
  const found = await parsed(await fixtures('trackers/clockify-time.csv'));
  assert.deepEqual([found.problems, found.assumptions], [[], []]);
  assert.deepEqual(
    ofKind(found, 'timeEntry').map(({ date, start, end, rate, currency, note, invoice }) => [
      date,
      start,
      end,
      rate,
      currency,
      note,
      invoice?.number,
    ]),
    [
      ['2024-07-15', '00:05', '01:35', '150.00', 'USD', 'Back\\slash, and comma', 'INV-9'],
      ['2024-08-02', '12:30', '13:00', '0.00', 'USD', undefined, undefined],
    ],
  );
});

test('Clockify projects become jobs with tasks', async () => {
  const found = await parsed(await fixtures('trackers/clockify-projects.csv'));
  assert.deepEqual(found.problems, []);
  const [job] = ofKind(found, 'job');
  assert.deepEqual(
    [job?.name, job?.billableRate, job?.currency, job?.estimatedMinutes],
    ['Showroom', '150.00', 'USD', 60075],
  );
  assert.deepEqual(
    ofKind(found, 'jobTask').map((task) => task.name),
    ['Design', 'Print'],
  );
});

test('Harvest: semicolons, decimal commas, day first, a line break in a note', async () => {
  const found = await parsed(await fixtures('trackers/harvest-time.csv', 'trackers/harvest-clients.csv'));
  assert.deepEqual([found.problems, found.assumptions], [[], []]);
  const [first, second] = ofKind(found, 'timeEntry');
  assert.deepEqual(first, {
    kind: 'timeEntry',
    job: { number: 'SH-1', name: 'Showroom' },
    client: { name: 'Kauri Timber' },
    task: { name: 'Design' },
    staff: { name: 'Mere Walker' },
    date: '2024-07-15',
    minutes: 75,
    billable: true,
    note: 'two\nlines',
    rate: '1150.00',
    amount: '1437.50',
    costRate: '62.25',
    currency: 'NZD',
    invoiced: false,
  });
  assert.deepEqual([second?.minutes, second?.recordedDuration], [1, '0,01']);
  assert.deepEqual(
    found.records.map((record) => record.source.line),
    [2, 4, 2],
  );
});

test('the generic layouts: instants in UTC, rates in cents, both told', async () => {
  const files = await fixtures('trackers/generic-time.csv', 'trackers/generic-projects.csv');
  const found = await parsed(files);
  assert.deepEqual(found.problems, []);
  assert.deepEqual(
    found.assumptions.map(({ code, mustConfirm }) => [code, mustConfirm]),
    [
      ['timeZone', true],
      ['rateUnit', true],
      ['estimateUnit', false],
    ],
  );
  assert.deepEqual(
    ofKind(found, 'job').map(({ billableRate, estimatedMinutes, archived }) => [
      billableRate,
      estimatedMinutes,
      archived,
    ]),
    [
      ['150.50', 91, false],
      [undefined, undefined, true],
    ],
  );
  const confirmed = await parsed(files, { timeZone: 'Pacific/Auckland', genericRateUnit: 'units' });
  const [entry] = ofKind(confirmed, 'timeEntry');
  assert.deepEqual([entry?.date, entry?.start, entry?.minutes], ['2024-07-16', '01:30', 91]);
  assert.equal(ofKind(confirmed, 'job')[0]?.billableRate, '15050');
});

test('dates that fit both orders are reported to be confirmed, and read as confirmed', async () => {
  const text = clockify('P,C,,,Mere,Yes,03/04/2024,9:00 AM,01:00:00,');
  const found = await parsedText(text);
  assert.equal(ofKind(found, 'timeEntry')[0]?.date, '2024-03-04');
  const [assumption] = found.assumptions;
  assert.deepEqual(
    [assumption?.code, assumption?.field, assumption?.line, assumption?.chosen, assumption?.mustConfirm],
    ['dateOrder', 'Start Date', 2, 'monthDayYear', true],
  );
  const confirmed = await parsedText(text, { files: { upload: { dateOrder: 'dayMonthYear' } } });
  assert.deepEqual(confirmed.assumptions, []);
  assert.equal(ofKind(confirmed, 'timeEntry')[0]?.date, '2024-04-03');
});

test('one row far down settles the order of all', async () => {
  const rows = Array.from({ length: 300 }, () => 'P,C,,,Mere,Yes,03/04/2024,9:00,01:00:00,');
  const found = await parsedText(clockify(...rows, 'P,C,,,Mere,Yes,25/04/2024,9:00,01:00:00,'));
  assert.deepEqual([found.problems, found.assumptions], [[], []]);
  assert.equal(ofKind(found, 'timeEntry')[0]?.date, '2024-04-03');
});

test('rows that contradict each other are reported, and those that do not fit refused', async () => {
  const found = await parsedText(
    clockify(
      'P,C,,,Mere,Yes,25/04/2024,9:00,01:00:00,',
      'P,C,,,Mere,Yes,04/26/2024,9:00,01:00:00,',
      'P,C,,,Mere,Yes,04/27/2024,9:00,01:00:00,',
    ),
  );
  assert.equal(found.assumptions[0]?.mustConfirm, true);
  assert.match(found.assumptions[0]?.message ?? '', /"25\/04\/2024".*line 2.*"04\/26\/2024".*line 3/);
  assert.deepEqual(places(found), ['invalidDate 2 Start Date']);
  assert.equal(found.records.length, 2);
});

test('WorkflowMax writes the day first; a file that proves otherwise is read so and must be confirmed', async () => {
  const found = await parsedText('Invoice No,Date,Amount,Reference\nI1,07/25/2024,1,\nI2,07/08/2024,1,\n');
  assert.deepEqual(
    ofKind(found, 'payment').map((payment) => payment.date),
    ['2024-07-25', '2024-07-08'],
  );
  assert.deepEqual([found.assumptions[0]?.code, found.assumptions[0]?.mustConfirm], ['dateOrder', true]);
});

test('numbers that fit both separators are reported to be confirmed', async () => {
  const text = clockify('P,C,,,Mere,Yes,2024-07-15,9:00,01:00:00,"1,000"');
  const found = await parsedText(text);
  assert.equal(ofKind(found, 'timeEntry')[0]?.rate, '1000');
  assert.deepEqual(
    [found.assumptions[0]?.code, found.assumptions[0]?.mustConfirm],
    ['decimalSeparator', true],
  );
  const confirmed = await parsedText(text, { decimalSeparator: ',' });
  assert.equal(ofKind(confirmed, 'timeEntry')[0]?.rate, '1.000');
});

test('a row shows all its mistakes, with line and column, and the others are read', async () => {
  const found = await parsedText(
    clockify(
      'P,C,,,Mere,Yes,2024-07-15,9:00,01:00:00,150',
      'P,C,,,,perhaps,31/02/2024,9:00,an hour,12.5.1',
      'P,C,,,Mere,Yes,2024-07-16,9:00,900:00:00,150',
      'P,C,too few',
      'P,C,"open,,Mere,Yes,2024-07-16,9:00,01:00:00,150',
      'P,C,,,Mere,Yes,2024-07-17,9:00,01:00:00,150',
    ),
  );
  assert.deepEqual(places(found), [
    'invalidDate 3 Start Date',
    'invalidNumber 3 Duration (h)',
    'invalidYesNo 3 Billable',
    'invalidNumber 3 Billable Rate (USD)',
    'missingValue 3 User',
    'invalidDuration 4 Duration (h)',
    'wrongColumnCount 5',
    'brokenQuotes 6',
  ]);
  assert.deepEqual(
    found.records.map((record) => record.source.line),
    [2, 7],
  );
  assert.match(found.problems[0]?.message ?? '', /"31\/02\/2024" in Start Date is not a date; accepted is/);
});

test('an unknown header names itself and the nearest layouts', async () => {
  const found = await parsedText('Job number,Name,Client,Start Date,Due Date\nJ1,a,b,1/1/2024,2/2/2024\n');
  assert.deepEqual(places(found), ['unknownHeader 1 Job number']);
  assert.match(
    found.problems[0]?.message ?? '',
    /Nearest: WorkflowMax jobs: "Job number" must be written "Job Number"/,
  );
  const lacking = await parsedText('Job Number,Description,Date,Quantity,Billable\n');
  assert.match(lacking.problems[0]?.message ?? '', /WorkflowMax job costs: "Price" is missing/);
  const foreign = await parsedText('foo;bar\n1;2\n');
  assert.match(foreign.problems[0]?.message ?? '', /No known layout has any of these headers: "foo", "bar"/);
});

test('a strict layout refuses a further column, and a header that stands twice', async () => {
  const further = await parsedText('Invoice No,Date,Amount,Reference,Bank\nI1,25/7/2024,1,,x\n');
  assert.deepEqual(places(further), ['unknownHeader 1 Bank']);
  assert.match(
    further.problems[0]?.message ?? '',
    /accepted are exactly Invoice No, Date, Amount, Reference/,
  );
  const twice = await parsedText('Invoice No,Date,Amount,Reference,Date\n');
  assert.deepEqual(places(twice), ['duplicateHeader 1 Date']);
});

test('columns in any order, delimiters of all kinds, a line that names the delimiter', async () => {
  const rows = [
    ['Reference', 'Amount', 'Date', 'Invoice No'],
    ['r', '1.50', '25/7/2024', 'I1'],
  ];
  for (const delimiter of [',', ';', '\t', '|']) {
    const body = rows.map((row) => row.join(delimiter)).join('\r\n');
    for (const text of [body, `sep=${delimiter}\r\n${body}`, `${body}\r\n\r\n\r\n`]) {
      const found = await parsedText(text);
      assert.deepEqual(found.problems, [], JSON.stringify(text));
      assert.equal(ofKind(found, 'payment')[0]?.amount, '1.50');
    }
  }
});

test('the same row has the same fingerprint whatever the order of the columns', async () => {
  const one = await parsedText('Invoice No,Date,Amount,Reference\nI1,25/7/2024,1,r\n');
  const other = await parsedText('Amount,Reference,Invoice No,Date\n1,r,I1,25/7/2024\n1,r,I2,25/7/2024\n');
  assert.equal(one.records[0]?.source.fingerprint, other.records[0]?.source.fingerprint);
  assert.notEqual(other.records[0]?.source.fingerprint, other.records[1]?.source.fingerprint);
});

test('UTF-16 with and without a mark, windows-1252 as a reported assumption', async () => {
  const text = 'name,base_rate,billable_rate,description,income_account\nCafé,1,2,,\n';
  const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
  const bigEndian = Buffer.from(utf16).swap16();
  for (const bytes of [utf16, utf16.subarray(2), bigEndian, Buffer.from(`\ufeff${text}`)]) {
    const found = await parsed(fileFromBytes('tasks', bytes));
    assert.deepEqual([found.problems, found.assumptions, ofKind(found, 'task')[0]?.name], [[], [], 'Café']);
  }
  const found = await parsed(fileFromBytes('tasks', Buffer.from(text, 'latin1')));
  assert.equal(ofKind(found, 'task')[0]?.name, 'Café');
  assert.deepEqual([found.assumptions[0]?.code, found.assumptions[0]?.line], ['encoding', 2]);
});

test('too many rows and too many broken rows end the file with one problem', async () => {
  const rows = Array.from({ length: 5 }, () => 'I1,25/7/2024,1,');
  const many = await parsedText(['Invoice No,Date,Amount,Reference', ...rows].join('\n'), {
    limits: { rowsMax: 3 },
  });
  assert.deepEqual([many.records.length, places(many)], [3, ['tooManyRows 5']]);
  const broken = Array.from({ length: 5 }, () => '"x"y,25/7/2024,1,');
  const found = await parsedText(['Invoice No,Date,Amount,Reference', ...broken].join('\n'), {
    limits: { brokenRowsMax: 2 },
  });
  assert.deepEqual(places(found), ['brokenQuotes 2', 'brokenQuotes 3', 'tooManyBrokenRows 4']);
});

test('newer and leaner exports: other names of columns, columns left out', async () => {
  const toggl = await parsedText(
    'Description,Billable,Duration,Member,Email,Project,Tags,Start date,Start time,Stop date,Stop time\n' +
      'Layout,Yes,0:45:00,Mere Walker,m@harbour.example,Showroom,,2024-07-15,09:00,2024-07-15,09:45\n',
  );
  assert.deepEqual(toggl.problems, []);
  const [entry] = ofKind(toggl, 'timeEntry');
  assert.deepEqual([entry?.minutes, entry?.staff.name, entry?.end], [45, 'Mere Walker', '09:45']);
  const report = await parsedText(
    'job summary,LEDGER TYPE,client name,staff,billable,billable value,time notes\n' +
      'J7: Signs,Time,Old Wharf,Jun Ito,2.5,"$1,225.00",\n',
  );
  assert.deepEqual(report.problems, []);
  assert.deepEqual(ofKind(report, 'unbilledWip'), [
    {
      kind: 'unbilledWip',
      job: { number: 'J7', name: 'Signs' },
      client: { name: 'Old Wharf' },
      staff: { name: 'Jun Ito' },
      ledgerType: 'Time',
      amount: '1225.00',
    },
  ]);
});
