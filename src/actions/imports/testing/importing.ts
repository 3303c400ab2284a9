// Helpers of the import's tests: a firm to import into, and what stands in its ledger afterwards.

import type { Principal } from '#core/access/principal.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { formatMinor } from '#core/money/money.ts';
import type { Database } from '#store/database.ts';
import type { ImportBatch } from '#store/imports/batches.ts';
import { listProblems, type ImportProblemRow } from '#store/imports/problems.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { testFirm, type TestFirm } from '#store/testing/firm.ts';
import type { Context } from '../../context.ts';
import { applyImport } from '../apply-import.ts';
import { fileFromText, type ImportFile } from '../formats/files.ts';
import type { ApplyImportOptions, ReadImportOptions } from '../options.ts';
import { readImportFiles } from '../read-import.ts';

export type Importing = {
  readonly firm: TestFirm;
  readonly context: Context;
  read(files: readonly ImportFile[], options?: ReadImportOptions): Promise<ImportBatch>;
  apply(importId: number, options?: ApplyImportOptions): Promise<ImportBatch>;
  /** Reads and applies. */
  run(files: readonly ImportFile[], options?: ReadImportOptions & ApplyImportOptions): Promise<ImportBatch>;
  problems(importId: number): Promise<ImportProblemRow[]>;
  /** What stands in the ledger of a job, each line as one text, oldest first. */
  ledger(jobNumber: string): Promise<string[]>;
  netWip(jobNumber: string): Promise<string>;
  count(table: string): Promise<number>;
  /** What the verifier finds wrong in the firm's ledger: nothing. */
  verify(): Promise<readonly unknown[]>;
};

export async function importing(database: Database, now = '2024-12-31T00:00:00Z'): Promise<Importing> {
  const firm = await testFirm(database, { timeZone: 'UTC' });
  const principal: Principal = {
    firmId: firm.firmId,
    actorId: firm.actorId,
    memberId: firm.memberId,
    staffId: null,
    role: 'owner',
    scopes: null,
    writeOffLimitMinor: null,
    seesCosts: true,
  };
  const context: Context = { database, principal, clock: () => now };
  const inFirm: Database['inFirm'] = (_, work) => database.inFirm(firm.firmId, work);
  const self: Importing = {
    firm,
    context,
    async read(files, options = {}) {
      return valueOf(await readImportFiles(context, { files, options }));
    },
    async apply(importId, options = {}) {
      return valueOf(await applyImport(context, importId, { confirm: true, ...options }));
    },
    async run(files, options = {}) {
      const batch = await self.read(files, options);
      return self.apply(batch.id, options);
    },
    problems: (importId) =>
      inFirm(0, (tx) => listProblems(tx, importId, { severity: null, afterId: 0, limit: 1_000 })),
    async ledger(jobNumber) {
      const rows = await inFirm(0, (tx) =>
        tx.query<{ on: string; kind: string; effect: bigint; currency: CurrencyCode }>(
          `select l.effective_on as on, k.name as kind, j.currency,
             case when l.debit <= 3 then l.amount_minor when l.credit <= 3 then -l.amount_minor else l.amount_minor end as effect
           from ledger_line l join job j on j.firm_id = l.firm_id and j.id = l.job_id
           join (values (1, 'time'), (2, 'cost'), (3, 'billed'), (4, 'interim'), (5, 'absorbed'), (6, 'written off'),
             (7, 'written on'), (8, 'revalued'), (9, 'moved'), (10, 'reversed'), (11, 'quote'), (12, 'quote invoiced'))
             as k (code, name) on k.code = l.kind
           where l.firm_id = $1 and j.number = $2 order by l.journal_id, l.line_number`,
          [tx.firmId, jobNumber],
        ),
      );
      return rows.map(({ on, kind, effect, currency }) => `${on} ${kind} ${formatMinor(effect, currency)}`);
    },
    async netWip(jobNumber) {
      const [row] = await inFirm(0, (tx) =>
        tx.query<{ net: bigint; currency: CurrencyCode }>(
          `select coalesce(wip_time_minor + wip_cost_minor + interim_minor, 0) as net, j.currency
           from job j left join job_balance b on b.firm_id = j.firm_id and b.job_id = j.id
           where j.firm_id = $1 and j.number = $2`,
          [tx.firmId, jobNumber],
        ),
      );
      return formatMinor(row!.net, row!.currency);
    },
    async count(table) {
      const [row] = await inFirm(0, (tx) =>
        tx.query<{ count: number }>(`select count(*)::int as count from ${table} where firm_id = $1`, [
          tx.firmId,
        ]),
      );
      return row!.count;
    },
    verify: () => verifyFirm(database, firm.firmId),
  };
  return self;
}

function valueOf<T>(result: { ok: true; value: T } | { ok: false; refusals: readonly unknown[] }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.refusals));
  return result.value;
}

export function json(name: string, content: unknown): ImportFile {
  return fileFromText(name, JSON.stringify(content));
}

/**
 * A database whose transactions fail at their end, all but the first few: as a process does that is killed. Or where only
 * the next one does, what others do beside it is kept.
 */
export function stoppingAfter(real: Database, allowed: number, which: 'all' | 'onlyNext' = 'all'): Database {
  let begun = 0;
  return {
    ...real,
    inFirm: (firmId, work, options) =>
      real.inFirm(
        firmId,
        async (tx) => {
          begun += 1;
          const isLast = which === 'all' ? begun > allowed : begun === allowed + 1;
          const value = await work(tx);
          if (isLast) throw new Error('stopped');
          return value;
        },
        options,
      ),
  };
}
