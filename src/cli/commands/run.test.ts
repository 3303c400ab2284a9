// A billing run from the command line: listed, started, watched, looked at, undone; and what the commands refuse.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toItsEnd } from '#actions/billing-runs/testing/to-its-end.ts';
import { testMoment } from '#actions/testing/practice.ts';
import { openTerminal, recordTime } from '../testing/terminal.ts';
import { addRunCommands } from './run.ts';

const terminal = await openTerminal(addRunCommands);
const { type, typeForJson, api, firm, database } = terminal;

async function rehearsed(): Promise<string> {
  const rules = { cutOffOn: '2026-03-31', invoicedOn: '2026-03-31', approval: 'immediately' };
  const run = await api.ask('POST /billing-runs' as never, { body: { name: 'March', rules } });
  assert.ok(run.ok);
  return (run.value as { id: string }).id;
}

/** What workers do meanwhile. */
function work(id: string): Promise<void> {
  return toItsEnd({ database, clock: () => testMoment }, { firmId: firm.firmId, id: Number(id) });
}

test('a run is started, watched to its end, and undone', async () => {
  await recordTime(terminal, ['2026-03-02', '2026-03-20']);
  const id = await rehearsed();
  assert.match(await type('run', 'list'), /1 +March +rehearsed +1 +3000\.00 +NZD/);
  assert.match(await type('run', 'start', id), /^Run 1: March\nrunning, 1 left/);
  const watching = type('run', 'watch', id);
  await work(id);
  assert.match(await watching, /^done, 1 billed$/m);
  assert.match(await type('run', 'show', id), /Made: 1 invoices, 3000\.00 NZD and tax 0\.00/);
  await assert.rejects(type('run', 'pause', id), /The billing run is done/);
  assert.match(await type('run', 'undo', id, '--reason', 'Too early'), /^running, 1 billed, 1 left/m);
  await work(id);
  const undone = await typeForJson('run', 'show', id);
  assert.deepEqual([undone['state'], undone['progress'].units.undone], ['undone', 1]);
});

test('a run is paused, goes on, is cancelled, and says what it has parked', async () => {
  const id = await rehearsed();
  await recordTime(terminal, ['2026-03-23']);
  await type('run', 'start', id);
  assert.match(await type('run', 'pause', id), /^paused, 1 left/m);
  assert.match(await type('run', 'resume', id), /^running, 1 left/m);
  await work(id);
  const shown = await type('run', 'show', id);
  assert.match(shown, /done, 1 parked/);
  assert.match(
    shown,
    /Parked: 1, A Client, 3000\.00 NZD: The work has changed since the run was rehearsed\./,
  );
  assert.match(await type('run', 'start', id, '--changed', 'bill'), /^running, 1 parked, 1 left/m);
  assert.match(await type('run', 'cancel', id), /^done, 1 parked$/m);
  await assert.rejects(type('run', 'approve', id, '--units', 'all'), /accepted are places of the run/);
});
