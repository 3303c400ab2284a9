// Recording time in process, each caller with a request key and an answer of its own; beside it, plain SQL that writes the
// same rows, a transaction each.

import { createHash, randomUUID } from 'node:crypto';
import type { Context } from '#actions/context.ts';
import { recordTimeEntries } from '#actions/time/record-time.ts';
import type { Figure } from '../figures.ts';
import { callersAtOnce } from '../measuring.ts';
import type { Stage } from '../stage.ts';
import { itemIdsOf } from '#store/ledger/item-ids.ts';
import { prepare } from './prepared.ts';
import { makePlainTables, writePlainly } from './plain-sql.ts';
import type { Row } from './row.ts';

const loads = [
  { name: 'one caller', callers: 1, jobsMax: undefined },
  { name: '16 callers', callers: 16, jobsMax: undefined },
  { name: '64 callers', callers: 64, jobsMax: undefined },
  { name: '256 callers', callers: 256, jobsMax: undefined },
  { name: '256 callers, all on one job', callers: 256, jobsMax: 1 },
] as const;

const plainCallers = 64;
const plainEach = 20;
const plainForMs = 4_000;
const idsApart = 1_000_000n;

export const postingRow: Row = {
  name: 'posting',
  async measure(stage) {
    const figures: Figure[] = [];
    let number = 0;
    for (const { name, callers, jobsMax } of stage.small ? loads.slice(0, 2) : loads) {
      const record = () => recordOne(stage, (number += 1), jobsMax);
      const { perSecond, times } = await callersAtOnce(callers, stage.small ? 200 : 4_000, record);
      const note = `p50 ${times.median.toFixed(1)} ms, p99 ${times.p99.toFixed(1)} ms`;
      figures.push({ name: `Recording time, ${name}`, value: perSecond, unit: '/s', note });
    }
    return [...figures, await plainly(stage)];
  },
};

async function plainly(stage: Stage): Promise<Figure> {
  await makePlainTables(stage.database);
  const callers = stage.small ? 1 : plainCallers;
  const ids = await itemIdsOf(stage.database).take(callers * (stage.small ? 200 : plainEach));
  const entries = prepare(
    ids,
    ids.map((_, place) => stage.commandOf(30_000_000 + place)),
  ).rows;
  let next = 0;
  const { perSecond, times } = await callersAtOnce(callers, stage.small ? 50 : plainForMs, () => {
    const row = entries[(next += 1) % entries.length]!;
    // Beyond what was prepared, the same entries again under other ids.
    const rows = [{ ...row, id: row.id + BigInt(next) * idsApart }];
    return stage.database.asInstallation((tx) =>
      writePlainly({ ...tx, firmId: stage.context.principal.firmId }, { rows }),
    );
  });
  const note = `p50 ${times.median.toFixed(1)} ms, p99 ${times.p99.toFixed(1)} ms`;
  return { name: `– plain SQL with the same rows, ${callers} callers`, value: perSecond, unit: '/s', note };
}

export async function recordOne(stage: Stage, number: number, jobsMax?: number): Promise<void> {
  const recorded = await recordTimeEntries(withRequestKey(stage.context), [stage.commandOf(number, jobsMax)]);
  if (!recorded.ok) throw new Error(JSON.stringify(recorded.refusals));
}

export function withRequestKey(context: Context): Context {
  const key = randomUUID();
  return { ...context, request: { key, hash: createHash('sha256').update(key).digest() } };
}
