// `verify` and `explain` for the command line.

import { z } from 'zod';
import { explainJournal } from '#api/routes/ledger/journal.ts';
import type { CliJournal, FirmRecount, LedgerRunner } from '#cli/commands/ledger.ts';
import type { Progress } from '#cli/output/progress.ts';
import { longId } from '#contract/ids.ts';
import { journalAnswer } from '#contract/reports/job-ledger.ts';
import { done, refuse } from '#core/refusal.ts';
import type { Database } from '#store/database.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import {
  beginOperation,
  endOperation,
  type OperationDetail,
  type OperationOutcome,
} from '#store/monitoring/operations.ts';
import { type FirmName, chooseFirm, contextFor, listFirms, openForCommand } from './operator.ts';

export async function openLedger(): Promise<LedgerRunner> {
  const installation = await openForCommand('verify');
  return {
    async verify(firm, progress) {
      const chosen =
        firm === undefined ? done(await listFirms(installation)) : await chooseFirm(installation, firm);
      if (!chosen.ok) return chosen;
      const firms = [chosen.value].flat();
      const recount = () => recountFirms(installation.database, firms, progress);
      return done(firm === undefined ? await recorded(installation.database, recount) : await recount());
    },
    async explain(journalId, firm) {
      const id = longId.safeParse(journalId);
      if (!id.success) {
        return refuse('unknownJournal', 'There is no such journal.', {
          field: 'journal',
          value: journalId,
          accepted: 'the id of a journal',
        });
      }
      const chosen = await chooseFirm(installation, firm);
      if (!chosen.ok) return chosen;
      const context = await contextFor(installation, chosen.value.id);
      const nothing = {
        query: undefined,
        body: undefined,
        version: 0,
        files: noFiles(),
        baseUrl: '',
        lastEventId: null,
      };
      const answer = await explainJournal.handler({ context, params: { id: id.data }, ...nothing });
      return answer.ok
        ? done(z.encode(journalAnswer, answer.value as z.output<typeof journalAnswer>) as CliJournal)
        : answer;
    },
  };
}

async function recountFirms(
  database: Database,
  firms: readonly FirmName[],
  progress: Progress,
): Promise<FirmRecount[]> {
  const recounts: FirmRecount[] = [];
  for (const { id, name } of firms) {
    const differences = await verifyFirm(database, id, (at, total, what) =>
      progress.update(at, total, `${name}: ${what}`),
    );
    recounts.push({ firmId: id, firmName: name, differences });
  }
  return recounts;
}

/** A recount of all firms is written down, so that whoever watches over the installation knows of it. */
async function recorded(database: Database, recount: () => Promise<FirmRecount[]>): Promise<FirmRecount[]> {
  const id = await database.asInstallation((tx) => beginOperation(tx, 'verify'));
  const end = (outcome: OperationOutcome, detail: OperationDetail) =>
    database.asInstallation((tx) => endOperation(tx, id, { outcome, detail }));
  try {
    const recounts = await recount();
    const differences = recounts.reduce((sum, firm) => sum + firm.differences.length, 0);
    await end(differences === 0 ? 'succeeded' : 'failed', { firms: recounts.length, differences });
    return recounts;
  } catch (error) {
    await end('failed', { error: (error as Error).message }).catch(() => {});
    throw error;
  }
}

async function* noFiles(): AsyncGenerator<never> {}
