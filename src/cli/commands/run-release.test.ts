// From the drafts of a run to files and mail, typed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toItsEnd } from '#actions/billing-runs/testing/to-its-end.ts';
import { testMoment } from '#actions/testing/practice.ts';
import { openTerminal, recordTime } from '../testing/terminal.ts';
import { addRunCommands } from './run.ts';

const terminal = await openTerminal(addRunCommands);
const { type, typeForJson, api, firm, database, saved } = terminal;

const rules = {
  cutOffOn: '2026-03-31',
  invoicedOn: '2026-03-31',
  reviewStages: [
    { name: 'Manager', reviewer: 'manager' },
    { name: 'Books', reviewer: 'bookkeeper' },
  ],
};

async function work(id: string): Promise<void> {
  await toItsEnd({ database, clock: () => testMoment }, { firmId: firm.firmId, id: Number(id) });
}

test('the drafts of a run are reviewed, approved, written as files and sent', async () => {
  await recordTime(terminal, ['2026-03-02']);
  const rehearsed = await api.ask('POST /billing-runs' as never, { body: { name: 'March / all', rules } });
  assert.ok(rehearsed.ok);
  const { id } = rehearsed.value as { id: string };
  await type('run', 'start', id);
  await work(id);

  assert.match(
    await type('run', 'review', 'show', id),
    /1 +Manager +manager +1 +0\n +2 +Books +bookkeeper +0 +0/,
  );
  assert.match(
    await type('run', 'review', 'hold', id, '--units', '1', '--note', 'Wait'),
    /^1 held\.[^]+Manager +manager +1 +1/,
  );
  await assert.rejects(type('run', 'review', 'pass', id), /No draft of the run awaits you/);
  assert.match(
    await type('run', 'review', 'pass', id, '--units', '1'),
    /^1 passed\.[^]+Books +bookkeeper +1/,
  );
  await type('run', 'approve', id);
  await work(id);
  assert.match(await type('run', 'show', id), /1 drafted/);
  const sendBack = ['run', 'review', 'return', id, '--units', '1', '--to', '1', '--note', 'Again'];
  assert.match(await type(...sendBack), /Manager +manager +1 +0/);
  for (let stage = 1; stage <= 2; stage += 1) await type('run', 'review', 'pass', id);
  assert.match(await type('run', 'review', 'show', id), /Ready to be approved: 1/);
  assert.match(
    await type('run', 'review', 'trace', id, '--unit', '1'),
    /draft 1, version 1: returned by .*, stage 2 → 1: Again/,
  );

  await type('run', 'documents', id, '--drafts', '--to', 'drafts.pdf');
  await assert.rejects(type('run', 'documents', id), /no approved invoice/);
  await type('run', 'approve', id);
  await work(id);
  await type('run', 'documents', id, '--as', 'zip');
  assert.deepEqual([...saved.keys()], ['drafts.pdf', 'March - all.zip']);
  const [pdf, zip] = [...saved.values()].map((content) => Buffer.from(content as Uint8Array));
  assert.equal(pdf!.toString('latin1', 0, 5), '%PDF-');
  assert.equal(zip!.toString('latin1', 0, 2), 'PK');

  assert.match(await type('run', 'send', id), /^0 wait to be sent now, 1 have nobody to be sent to\./);
  assert.match(
    await type('run', 'mails', id),
    /A Client, unsendable: A Client and its contacts have no e-mail address\./,
  );
  const counts = await typeForJson('run', 'mails', id);
  assert.deepEqual([counts['unsendable'], counts['queued']], [1, 0]);
});
