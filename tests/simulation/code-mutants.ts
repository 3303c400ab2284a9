// Breaks the rules of invoicing in the product's own text, one at a time, and shows that the simulation notices: a new
// process plays seeds, one thing after the other, until the auditor objects. By hand, some minutes:
//
//     node tests/simulation/code-mutants.ts [--only <part of a name>]
//
// Locks and constraints are taken away by mutants.ts and invoicing-mutants.ts instead.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { parseArgs } from 'node:util';

type Mutant = {
  readonly name: string;
  /** Under src. */
  readonly file: string;
  readonly piece: string;
  readonly replacement: string;
};

const mutants: readonly Mutant[] = [
  {
    name: 'approval does not compare what was seen',
    file: 'actions/invoices/moved.ts',
    piece: 'if (prepared.fingerprint === seen) return null;',
    replacement: 'return null;',
  },
  {
    name: 'approval keeps what the draft held',
    file: 'actions/invoices/approve-invoice.ts',
    piece: 'await releaseDrafts(tx, ids);',
    replacement: '',
  },
  {
    name: 'entries on drafts may be changed',
    file: 'actions/settled.ts',
    piece: 'if (holders.size === 0) return null;',
    replacement: 'return null;',
  },
  {
    name: 'an invoice may be dated before what was done to its work',
    file: 'actions/invoices/prepare.ts',
    piece: 'if (items.length === 0) return null;',
    replacement: 'return null;',
  },
  {
    name: 'a final invoice takes its jobs off the list whatever is open',
    file: 'actions/invoices/post-invoices.ts',
    piece: 'await findLeftEmpty(tx, leaving, journals)',
    replacement: 'leaving',
  },
  {
    name: 'hours billed above what was recorded are not written on',
    file: 'core/billing/effects.ts',
    piece:
      "if (writtenOnMinor !== 0n) lines.push(['writtenOn', putIn(item, 'writtenOn', writtenOnMinor, 0)]);",
    replacement: '',
  },
  {
    name: 'quoted invoices do not count against the quote',
    file: 'core/billing/effects.ts',
    piece:
      "['quoteInvoiced', unallocated(effect.jobId, 'quoted', 'uninvoicedQuote', effect.amountMinor, on)],",
    replacement: '',
  },
  {
    name: 'a line credited whole leaves its write-ons',
    file: 'core/billing/credit.ts',
    piece: "if (destination === 'wip') return { remaining: [], writtenOff: [] };",
    replacement:
      "if (destination === 'wip') return { remaining: effects.flatMap((e) => e.kind === 'item' && e.writtenOnMinor !== 0n ? [{ ...e, billedMinor: 0n, billedQuantity: 0, writtenOffMinor: 0n, writtenOffQuantity: 0 }] : []), writtenOff: [] };",
  },
  {
    name: 'what is written off by a credit note goes back to WIP',
    file: 'actions/credit-notes/prepare.ts',
    piece: 'journals: [...change.journals, ...writtenOff]',
    replacement: 'journals: [...change.journals]',
  },
  {
    name: 'a paid invoice can be cancelled',
    file: 'actions/invoices/cancel-invoice.ts',
    piece: 'if (invoice.paidMinor === 0n && invoice.creditedMinor === 0n) return null;',
    replacement: 'return null;',
  },
  {
    name: 'an interim that was absorbed can be taken back',
    file: 'actions/credit-notes/taken-since.ts',
    piece: 'if (openAfter < 0n || quantityAfter < 0) return sayWhatTook(tx, line);',
    replacement: '',
  },
  {
    name: 'more can be paid than is outstanding',
    file: 'core/billing/allocation.ts',
    piece: 'outstandingMinor <= 0n || (amountMinor !== null && amountMinor > outstandingMinor)',
    replacement: 'false',
  },
  {
    name: 'voiding a payment leaves what it paid',
    file: 'actions/payments/void-payment.ts',
    piece: 'standing.map((one) => oppositeOf(one, voidedOn)),',
    replacement: '[],',
  },
];

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const hook = fileURLToPath(new URL('mutate.ts', import.meta.url));
const simulation = fileURLToPath(new URL('main.ts', import.meta.url));

for (const mutant of mutants.filter(({ name }) => name.includes(values.only ?? ''))) {
  test(mutant.name, async (t) => {
    for (let seed = 1; seed <= 31; seed += 6) {
      const args = ['--import', hook, simulation, '--seed', String(seed), '--seeds', '6', '--steps', '200'];
      const env = { ...process.env, MUTANT: JSON.stringify(mutant), NODE_TEST_CONTEXT: undefined };
      const { failed, stdout, stderr } = await play(args, env);
      assert.ok(!stderr.includes('has no such piece'), stderr.slice(0, 300));
      if (!failed) continue;
      const said = /Error: (.*)/.exec(stdout)?.[1] ?? 'failed without a word';
      t.diagnostic(`noticed from seed ${seed} on: ${said.slice(0, 160)}`);
      return;
    }
    assert.fail('nobody noticed');
  });
}

function play(args: readonly string[], env: NodeJS.ProcessEnv) {
  type Played = { readonly failed: boolean; readonly stdout: string; readonly stderr: string };
  const options = { env, encoding: 'utf8', maxBuffer: 100_000_000 } as const;
  return new Promise<Played>((tell) =>
    execFile(process.execPath, args, options, (error, stdout, stderr) =>
      tell({ failed: error !== null, stdout, stderr }),
    ),
  );
}
