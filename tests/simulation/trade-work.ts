// What people of a trade do with work: they record it, in lists and in cells of a week, change it, write a part off, move it
// to another job, and take that back.

import { decimal } from './decimal.ts';
import type { Act } from './trade-act.ts';

const workedOn = '2026-01-15';

export async function recordTime({ trade: { office, facts }, chance, post, own }: Act): Promise<void> {
  const minutes = 1 + chance.below(400);
  const job = chance.pick(office.jobs);
  const entry = { ...job, staffId: office.staffId, workedOn, minutes };
  const done = await post('/time-entries', { entries: [entry] });
  if (done === undefined) return;
  const { id } = done.entries[0];
  own.items.push({ id, jobId: job.jobId, isTime: true });
  facts.push({ kind: 'time', id, jobId: job.jobId, minutes });
}

/** A cell of the week that is new, or another figure in one, or none. */
export async function fillCell({ trade: { office, facts }, chance, post, own }: Act): Promise<void> {
  const known = own.cells.length > 0 && chance.oneIn(3) ? chance.below(own.cells.length) : -1;
  const before = own.cells[known];
  const job = before?.job ?? chance.pick(office.jobs);
  const minutes = before !== undefined && chance.oneIn(3) ? 0 : 1 + chance.below(400);
  const entry = before === undefined ? null : { id: before.id, version: before.version };
  const cells = [{ ...job, entry, workedOn, minutes }];
  const done = await post(`/timesheets/${office.staffId}/${workedOn}/cells`, { cells });
  const outcome = done?.outcomes[0];
  if (outcome === undefined || outcome.state === 'refused') return;
  if (before === undefined) {
    const { id, version } = outcome.entry;
    own.cells.push({ id, version, job });
    own.items.push({ id, jobId: job.jobId, isTime: true });
    facts.push({ kind: 'time', id, jobId: job.jobId, minutes });
    return;
  }
  facts.push({ kind: 'changedTime', id: before.id, minutes });
  own.cells.splice(known, 1);
  if (outcome.entry !== null) own.cells.push({ id: before.id, version: outcome.entry.version, job });
}

export async function recordCost({ trade: { office, facts }, chance, post, own }: Act): Promise<void> {
  const [quantity, unitMinor] = [1 + chance.below(9), BigInt(1 + chance.below(20_000))];
  const { jobId } = chance.pick(office.jobs);
  const cost = { jobId, incurredOn: workedOn, description: 'Prints', quantity: String(quantity) };
  const done = await post('/cost-entries', { costs: [{ ...cost, unitPrice: decimal(unitMinor, 2) }] });
  if (done === undefined) return;
  const { id } = done.costs[0];
  own.items.push({ id, jobId, isTime: false });
  facts.push({ kind: 'cost', id, jobId, quantity, unitMinor });
}

export async function writeOff({ trade: { facts }, chance, post, own }: Act): Promise<void> {
  const item = chance.pick(own.items);
  const minor = BigInt(1 + chance.below(500));
  const items = [{ itemId: item.id, amount: decimal(minor, 2) }];
  const done = await post('/write-offs', { items, effectiveOn: '2026-01-16' });
  if (done === undefined) return;
  const action = String(done.wipActionId);
  own.actions.push({ action, item, jobId: item.jobId });
  facts.push({ kind: 'writtenOff', action, id: item.id, minor });
}

export async function move({ trade: { office, facts }, chance, post, own }: Act): Promise<void> {
  const item = chance.pick(own.items);
  const { jobId, jobTaskId } = chance.pick(office.jobs);
  const task = item.isTime ? { toJobTaskId: jobTaskId } : {};
  const terms = { effectiveOn: '2026-01-20', toJobId: jobId, ...task };
  const done = await post('/moves', { itemIds: [item.id], ...terms });
  if (done === undefined) return;
  const action = String(done.wipActionId);
  own.actions.push({ action, item, jobId: item.jobId });
  facts.push({ kind: 'moved', action, id: item.id, jobId });
  item.jobId = jobId;
}

export async function undo({ trade: { facts }, chance, post, own }: Act): Promise<void> {
  if (own.actions.length === 0) return;
  const { action, item, jobId } = chance.pick(own.actions);
  const done = await post(`/wip-actions/${action}/undo`, {});
  if (done === undefined) return;
  facts.push({ kind: 'undone', action });
  const moved = facts.some((fact) => fact.kind === 'moved' && fact.action === action);
  if (moved) item.jobId = jobId;
}
