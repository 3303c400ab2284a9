import assert from 'node:assert/strict';
import { mkdtemp, rm, symlink, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import type { ImportFile } from './files.ts';
import { fileFromBytes, fileFromText, filesAt } from './files.ts';
import { detectFormat, parseFiles } from './parse.ts';
import { fixtures, parsed, parsedText, places } from './testing.ts';

test('what a file is, is told from its content', async () => {
  const files = await fixtures(
    'trackers/harvest-time.csv',
    'workflowmax-v1/times.xml',
    'workflowmax-v2/invoices.json',
  );
  const renamed = files.map((file, at) => ({ ...file, name: `upload-${at}.bin` }));
  const detected = await detectFormat(renamed);
  assert.deepEqual(
    detected.map(({ format, kinds, problem }) => [format, kinds, problem]),
    [
      ['csv', ['timeEntry'], undefined],
      ['workflowmax-v1', ['timeEntry'], undefined],
      ['workflowmax-v2', ['invoice'], undefined],
    ],
  );
  const [harvest] = detected;
  assert.deepEqual(
    [
      harvest?.layout?.id,
      harvest?.delimiter,
      harvest?.dateOrder,
      harvest?.decimalSeparator,
      harvest?.rowCount,
    ],
    ['harvest-time', ';', 'dayMonthYear', ',', 2],
  );
});

test('a directory of everything is read file by file, in order, hidden files and links left out', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'imports-'));
  try {
    await mkdir(join(folder, 'b'));
    await writeFile(
      join(folder, 'b', 'tasks.csv'),
      'name,base_rate,billable_rate,description,income_account\nDesign,1,2,,\n',
    );
    await writeFile(join(folder, 'a.txt'), 'nothing known');
    await writeFile(join(folder, '.hidden'), 'x');
    await symlink(join(folder, 'a.txt'), join(folder, 'link'));
    const files = await filesAt([folder]);
    assert.deepEqual(
      files.map((file) => file.name),
      ['a.txt', 'b/tasks.csv'],
    );
    const found = await parsed(files);
    assert.deepEqual([places(found), found.records.length], [['unknownHeader 1 nothing known'], 1]);
    await rm(join(folder, 'b', 'tasks.csv'));
    assert.deepEqual(places(await parsed(files)), ['unknownHeader 1 nothing known', 'unreadableFile']);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('files that are no data are one precise problem each', async () => {
  assert.deepEqual(places(await parsedText('')), ['emptyFile']);
  assert.deepEqual(places(await parsedText(' \n\n')), ['emptyFile']);
  assert.deepEqual(places(await parsedText('\ufeff')), ['emptyFile']);
  assert.deepEqual(places(await parsedText('<!DOCTYPE html><html><body>Sign in</body></html>')), [
    'unknownFormat 1',
  ]);
  assert.deepEqual(places(await parsedText('PK\u0003\u0004rest of a workbook')), ['unknownFormat']);
  assert.deepEqual(places(await parsedText('"just a string"')), ['unknownHeader 1 just a string']);
  const large: ImportFile = { ...fileFromText('huge.csv', 'a'), sizeBytes: 10 ** 12 };
  assert.deepEqual(places(await parsed(large)), ['fileTooLarge']);
  const badBytes = fileFromBytes(
    'bad',
    Buffer.concat([
      Buffer.from('<?xml version="1.0" encoding="utf-8"?>\n<Response>'),
      Buffer.from([0xff, 0xfe, 0xc0]),
    ]),
  );
  assert.deepEqual(places(await parsed(badBytes)), ['invalidEncoding 2']);
});

test('hostile files end soon, with a problem', { timeout: 20_000 }, async () => {
  const payments = 'Invoice No,Date,Amount,Reference\n';
  const texts = [
    `${payments}${'"a\n'.repeat(50_000)}`,
    `${payments}${'x'.repeat(2_000_000)}`,
    `${payments}I,1/1/2024,"${'1'.repeat(60_000)}a,",r\n`,
    `<Response><Jobs><Job>${'<a/>'.repeat(600_000)}`,
    `<Response><!--${'x'.repeat(2_000_000)}`,
    `{"a":"${String.raw`\n`.repeat(1_000_000)}`,
    `{"a":"${'x'.repeat(2_000_000)}${String.raw`\n`}"}`,
  ];
  for (const text of texts) assert.notEqual((await parsedText(text)).problems.length, 0, text.slice(0, 60));
});

test('a defect of the program is not mistaken for a problem of the file', async () => {
  const file: ImportFile = { name: 'f', sizeBytes: 1, open: () => assert.fail('defect') };
  await assert.rejects(parsed(file), /defect/);
});

/** Every file ends in records, problems or assumptions, and never in an exception. */
async function survives(file: ImportFile): Promise<void> {
  let events = 0;
  for await (const told of parseFiles([file])) {
    events += told.length;
    for (const event of told) {
      if (!('problem' in event)) continue;
      assert.notEqual(event.problem.message, '');
      assert.equal(event.problem.file, file.name);
    }
    assert.ok(events < 10_000);
  }
  await detectFormat([file]);
}

test('random bytes and random text never break a reader', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) =>
      survives(fileFromBytes('random', bytes)),
    ),
    { numRuns: 300 },
  );
  const pieces = fc.constantFrom(
    '<',
    '>',
    '{',
    '}',
    '[',
    ']',
    '"',
    ',',
    ';',
    '\n',
    '\r',
    ':',
    '&',
    '/',
    'Response',
    'Times',
    'uuid',
    '1',
    '-',
    ' ',
    '\u0000',
    '€',
    '\ud83d',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { maxLength: 60 }), async (parts) =>
      survives(fileFromText('random', parts.join(''))),
    ),
    { numRuns: 500 },
  );
});

type Damage = { readonly at: number; readonly length: number; readonly with: Uint8Array };

function damaged(bytes: Uint8Array, damages: readonly Damage[]): Uint8Array {
  let result = Buffer.from(bytes);
  for (const damage of damages) {
    const at = damage.at % (result.length + 1);
    result = Buffer.concat([result.subarray(0, at), damage.with, result.subarray(at + damage.length)]);
  }
  return result;
}

test('damaged files of every layout never break a reader', async () => {
  const files = await fixtures('trackers', 'workflowmax-csv', 'workflowmax-v1', 'workflowmax-v2');
  const contents = await Promise.all(
    files.map(async (file) => Buffer.concat(await Array.fromAsync(file.open()))),
  );
  const damage = fc.record({
    at: fc.nat(),
    length: fc.oneof(fc.constant(0), fc.nat({ max: 5 }), fc.nat({ max: 2000 })),
    with: fc.oneof(
      fc.uint8Array({ maxLength: 4 }),
      fc
        .constantFrom('"', ',', '\n', '<', '</', '{', '[', 'null', '-1e400', '99999999999999999999', '\u0000')
        .map((text) => Buffer.from(text)),
    ),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: files.length - 1 }),
      fc.array(damage, { minLength: 1, maxLength: 4 }),
      async (which, damages) =>
        survives(fileFromBytes(files[which]!.name, damaged(contents[which]!, damages))),
    ),
    { numRuns: 1500 },
  );
});

type Large = { name: string; head: string; row: (at: number) => string; tail: string };

function repeated({ name, head, row, tail }: Large, count: number): ImportFile {
  return {
    name,
    sizeBytes: 1000 * count,
    async *open() {
      const encoder = new TextEncoder();
      yield encoder.encode(head);
      for (let at = 0; at < count; at += 500) {
        yield encoder.encode(
          Array.from({ length: Math.min(500, count - at) }, (_, inner) => row(at + inner)).join(''),
        );
      }
      yield encoder.encode(tail);
    },
  };
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heldMegabytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 1024 ** 2;
}

async function countRecords(file: ImportFile): Promise<{ records: number; growthMegabytes: number }> {
  let records = 0;
  let peak = 0;
  const before = heldMegabytes();
  let looked = 0;
  for await (const events of parseFiles([file])) {
    for (const event of events) {
      if ('problem' in event) assert.fail(event.problem.message);
      if ('record' in event) records += 1;
    }
    if (records - looked < 20_000) continue;
    looked = records;
    peak = Math.max(peak, heldMegabytes());
  }
  return { records, growthMegabytes: peak - before };
}

test(
  'a hundred thousand rows of CSV and XML are read as a stream, in seconds and in flat memory',
  { timeout: 60_000 },
  async () => {
    const csv = {
      name: 'large.csv',
      head: 'User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount (EUR)\n',
      row: (at: number) =>
        `Mere,m@harbour.example,Kauri,Showroom,Design,"Entry ""${at}""",Yes,2024-07-${10 + (at % 20)},09:00:00,2024-07-15,10:00:00,01:00:00,,150.00\n`,
      tail: '',
    };
    const xml = {
      name: 'large.xml',
      head: '<Response><Status>OK</Status><Times>',
      row: (at: number) =>
        `<Time><UUID>t${at}</UUID><Job><ID>J1</ID></Job><Task><UUID>k</UUID></Task><Staff><UUID>s</UUID></Staff><Date>2024-07-15T00:00:00</Date><Minutes>60</Minutes><Note>n</Note><Billable>true</Billable></Time>\n`,
      tail: '</Times></Response>',
    };
    for (const large of [csv, xml]) {
      const file = repeated(large, 100_000);
      const { records, growthMegabytes } = await countRecords(file);
      assert.equal(records, 100_000);
      assert.ok(growthMegabytes < 10, `${file.name} grew the heap by ${growthMegabytes} MB`);
    }
  },
);
