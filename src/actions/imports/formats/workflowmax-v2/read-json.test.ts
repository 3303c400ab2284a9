import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fixtures, ofKind, parsed, parsedText, places } from '../testing.ts';
import type { JsonValue } from './json.ts';
import { isArray, isObject, parseJson, readValue } from './json.ts';

const bounds = { depthMax: 64, pageObjectsMax: 10_000 };

const sheet = {
  uuid: 't1',
  date: '2024-07-15',
  time: 60,
  billable: true,
  job: { uuid: 'j1' },
  staff: { uuid: 's1' },
};

test('clients, staff and library tasks with all their rates', async () => {
  const found = await parsed(
    await fixtures('workflowmax-v2/clients.json', 'workflowmax-v2/staff.json', 'workflowmax-v2/tasks.json'),
  );
  assert.deepEqual([found.problems, found.assumptions], [[], []]);
  const [client] = ofKind(found, 'client');
  assert.deepEqual(
    [client?.email, client?.taxNumber, client?.contacts[0]?.name, client?.taskRates],
    [
      'accounts@kauri.example',
      '123-456-789',
      'Tom Ashby',
      [{ task: { externalId: '7a000000-0000-4000-8000-000000000001' }, billableRate: '140.50' }],
    ],
  );
  assert.deepEqual(ofKind(found, 'staff'), [
    {
      kind: 'staff',
      externalId: '50000000-0000-4000-8000-000000000001',
      name: 'Mere Walker',
      email: 'mere@harbour.example',
      billableRate: '180',
      costRate: '62.25',
    },
  ]);
  const [task] = ofKind(found, 'task');
  assert.deepEqual([task?.billableRate, task?.baseRate], ['150.00', '60']);
  assert.deepEqual(task?.historicRates, [{ billableRate: '135', appliedUpTo: '2024-03-31' }]);
  assert.equal(task?.customStaffRates[0]?.billableRate, '180');
});

test('a job with the figure to tie out against, its quote and staff rates', async () => {
  const found = await parsed(await fixtures('workflowmax-v2/jobs.json', 'workflowmax-v2/job-tasks.json'));
  assert.deepEqual(found.problems, []);
  const [job] = ofKind(found, 'job');
  assert.deepEqual(
    [
      job?.number,
      job?.state,
      job?.rateBasis,
      job?.estimatedBillings,
      job?.excludeEstimatedBillings,
      job?.completedOn,
    ],
    ['J000101', 'In Progress', 'task', '255.00', false, undefined],
  );
  assert.deepEqual(job?.acceptedQuote, {
    externalId: 'e0000000-0000-4000-8000-000000000001',
    number: 'Q000301',
  });
  assert.deepEqual(job?.staffRates, [
    { staff: { externalId: '50000000-0000-4000-8000-000000000001' }, billableRate: '165' },
  ]);
  const [task] = ofKind(found, 'jobTask');
  assert.deepEqual(
    [task?.label, task?.customBillableRate, task?.completed, task?.completedOn, task?.job.number],
    ['Design, second round', '155', true, '2024-09-01', 'J000101'],
  );
});

test('timesheets and costs, the job of a cost taken from its page', async () => {
  const found = await parsed(
    await fixtures('workflowmax-v2/timesheets.json', 'workflowmax-v2/job-costs.json'),
  );
  assert.deepEqual([found.problems, found.assumptions], [[], []]);
  const [entry] = ofKind(found, 'timeEntry');
  assert.deepEqual(
    [entry?.minutes, entry?.rate, entry?.amount, entry?.invoiced, entry?.invoicedAmount, entry?.writtenOn],
    [240, '150', '600.00', true, '590.00', '-10.00'],
  );
  const [cost] = ofKind(found, 'cost');
  assert.deepEqual([cost?.job, cost?.unitCost, cost?.actual], [{ number: 'J000101' }, '12.50', true]);
});

test('an invoice says for each entry what became of it', async () => {
  const found = await parsed(
    await fixtures(
      'workflowmax-v2/invoices.json',
      'workflowmax-v2/quotes.json',
      'workflowmax-v2/payments.json',
    ),
  );
  assert.deepEqual([found.problems, found.assumptions], [[], []]);
  const [invoice] = ofKind(found, 'invoice');
  assert.deepEqual(
    [invoice?.type, invoice?.mode, invoice?.pricing, invoice?.cutOffDate, invoice?.detailed],
    ['progress', 'actual', 'calculated', '2024-07-31', true],
  );
  assert.deepEqual(
    invoice?.jobs[0]?.tasks[0]?.timeBreakdown.map((part) => [
      part.timesheet?.externalId?.at(-1),
      part.invoiceBillable,
    ]),
    [
      ['1', 'yes'],
      ['2', 'future'],
    ],
  );
  assert.deepEqual(invoice?.payments, [{ date: '2024-08-12', amount: '724.50', reference: 'DD 88' }]);
  const [quote] = ofKind(found, 'quote');
  assert.deepEqual(
    [quote?.state, quote?.acceptedOn, quote?.isMasterQuote, quote?.costs.length, quote?.options.length],
    ['accepted', '2024-06-25', true, 1, 1],
  );
  assert.deepEqual(ofKind(found, 'payment')[0]?.invoice, {
    externalId: '10000000-0000-4000-8000-000000000001',
  });
});

test('bare arrays, pages, pages in pages and single objects are the same', async () => {
  const shapes = [
    [sheet],
    { data: [sheet] },
    { timesheets: [sheet] },
    { success: true, data: [{ data: [sheet], total: 1 }] },
    sheet,
  ];
  for (const shape of shapes) {
    const found = await parsedText(JSON.stringify(shape));
    assert.deepEqual(found.problems, [], JSON.stringify(shape));
    assert.deepEqual(ofKind(found, 'timeEntry')[0]?.job, { externalId: 'j1' });
  }
  assert.deepEqual(await parsedText('{"data": [], "total": 0}'), {
    records: [],
    problems: [],
    assumptions: [],
  });
});

test('a record that lacks something is refused with its path and line; the others are read', async () => {
  const { staff: _staff, ...noStaff } = sheet;
  const text = JSON.stringify(
    { timesheets: [{ ...sheet, date: '15/07/2024', time: '1h' }, noStaff, sheet, 7] },
    null,
    1,
  );
  const found = await parsedText(text);
  assert.deepEqual(places(found), ['invalidDate 3 date', 'invalidNumber 3 time', 'missingValue 15 staff']);
  assert.deepEqual(
    found.problems.map((problem) => problem.path),
    ['timesheets[0]', 'timesheets[0]', 'timesheets[1]'],
  );
  assert.equal(found.records.length, 1);
});

test('an unknown object, an unknown word, a failed answer', async () => {
  assert.deepEqual(places(await parsedText('[{"colour": "red"}]')), ['unknownResource 1']);
  const invoice = { uuid: 'i', invoiceNumber: 'I1', status: 'vapour', date: '2024-07-01', amountExTax: 1 };
  const found = await parsedText(JSON.stringify([invoice]));
  assert.deepEqual(places(found), ['unknownValue 1 status']);
  assert.match(found.problems[0]?.message ?? '', /accepted are draft, approved, paid, cancelled/);
  const failed = await parsedText('{"error": "unauthorized", "message": "Token expired"}');
  assert.deepEqual(places(failed), ['sourceError 1']);
  assert.match(failed.problems[0]?.message ?? '', /Token expired/);
});

test('broken JSON is one problem at its line and column', async () => {
  const cases: [string, number, number][] = [
    ['{"data": [\n  {"uuid": "a",}\n]}', 2, 16],
    ['[1, 2', 1, 6],
    ['{"a": "open', 1, 7],
    ['{"a": 01}', 1, 8],
    ['[1] [2]', 1, 5],
    ["{'a': 1}", 1, 2],
  ];
  for (const [text, line, column] of cases) {
    const { problems, records } = await parsedText(text);
    assert.deepEqual([records.length, problems.length], [0, 1], text);
    assert.deepEqual(
      [problems[0]?.code, problems[0]?.line, problems[0]?.column],
      ['invalidJson', line, column],
      text,
    );
  }
});

test('depth and size are bounded', async () => {
  assert.deepEqual(places(await parsedText('['.repeat(100_000))), ['tooDeep 1']);
  assert.deepEqual(places(await parsedText('[[],[],[]]', { limits: { pageObjectsMax: 3 } })), [
    'fileTooLarge 1',
  ]);
  const large = await parsedText(JSON.stringify([sheet]), { limits: { jsonBytesMax: 50 } });
  assert.deepEqual(places(large), ['fileTooLarge']);
  const note = await parsedText(JSON.stringify([{ ...sheet, note: 'n'.repeat(500) }]), {
    limits: { fieldLengthMax: 100 },
  });
  assert.deepEqual(places(note), ['fieldTooLong 1 note']);
  assert.deepEqual(places(await parsedText(JSON.stringify([{ ...sheet, note: 'a\u0000b' }]))), [
    'invalidText 1 note',
  ]);
});

function plain(unread: JsonValue): unknown {
  const value = readValue(unread);
  if (isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  return Object.fromEntries([...value.fields].map(([name, inner]) => [name, plain(inner)]));
}

/** As the reader gives it: scalars as text, null as absent. */
function asText(value: unknown): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value !== 'object') return typeof value === 'string' ? value : JSON.stringify(value);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asText(inner)]));
}

test('all JSON reads as JSON.parse reads it, and what is not JSON is refused alike', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), (text) => {
      assert.deepEqual(plain(parseJson('f', text, bounds)), asText(JSON.parse(text)));
    }),
  );
  const damaged = fc.tuple(fc.json(), fc.nat(), fc.string({ maxLength: 3 })).map(([text, at, mark]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + mark + text.slice(place + 1);
  });
  fc.assert(
    fc.property(damaged, (text) => {
      const accepts = (read: () => unknown) => {
        try {
          read();
          return true;
        } catch {
          return false;
        }
      };
      assert.equal(
        accepts(() => parseJson('f', text, bounds)),
        accepts(() => JSON.parse(text)),
        text,
      );
    }),
    { numRuns: 500 },
  );
});
