// `verify` and `explain` for the command line.

import { z } from 'zod';
import { explainJournal } from '#api/routes/ledger/journal.ts';
import type { CliJournal, LedgerRunner } from '#cli/commands/ledger.ts';
import { longId } from '#contract/ids.ts';
import { journalAnswer } from '#contract/reports/job-ledger.ts';
import { done, refuse } from '#core/refusal.ts';
import { recountAll, recountFirms } from '../recount.ts';
import { chooseFirm, contextFor, openForCommand } from './operator.ts';

export async function openLedger(): Promise<LedgerRunner> {
  const installation = await openForCommand('verify');
  return {
    async verify(firm, progress) {
      const { database } = installation;
      const onProgress = (at: number, total: number, what: string) => progress.update(at, total, what);
      if (firm === undefined) return done(await recountAll(database, { onProgress }));
      const chosen = await chooseFirm(installation, firm);
      return chosen.ok ? done(await recountFirms(database, [chosen.value], { onProgress })) : chosen;
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

async function* noFiles(): AsyncGenerator<never> {}
