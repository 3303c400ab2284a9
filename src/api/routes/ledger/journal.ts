import { journal as reader } from '#actions/reports/job-ledger.ts';
import { readPage } from '#actions/reports/reading.ts';
import { longIdParams } from '#contract/ids.ts';
import { journalAnswer } from '#contract/reports/job-ledger.ts';
import { done } from '#core/refusal.ts';
import { presentLine } from '../../presenters/ledger.ts';
import { route } from '../../route.ts';

export const explainJournal = route({
  method: 'GET',
  path: '/journals/{id}',
  summary: 'Explain a journal',
  description: 'Its lines, what caused it, who recorded it and when, what it reverses and what reversed it.',
  tag: 'Ledger',
  permission: reader.permission,
  params: longIdParams,
  answer: journalAnswer,
  refusals: ['unknownJournal'],
  async handler({ context, params }) {
    const read = await readPage(context, reader, { journalId: params.id });
    if (!read.ok) return read;
    const lines = read.value.rows.map((line) => presentLine(line, read.value.firmCurrency));
    const [first] = lines;
    const { kind, kindLabel, effectiveOn, recordedAt, recordedBy, cause, reverses, reversedBy } = first!;
    return done({
      id: params.id,
      kind,
      kindLabel,
      effectiveOn,
      recordedAt,
      recordedBy,
      cause,
      reverses,
      reversedBy,
      lines,
    });
  },
});
