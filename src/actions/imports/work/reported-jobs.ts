// Jobs that only the report of unbilled WIP names. The report is often all that a firm has kept, so a job is made from
// what it says; an opening adjustment can then bring its balance in.

import type { Result } from '#core/refusal.ts';
import { done } from '#core/refusal.ts';
import { folded, numberKey } from '../keys.ts';
import type { ImportedUnbilledWip } from '../model.ts';
import { unknownJob } from '../practice/admit.ts';
import type { Directory, JobNode } from '../practice/directory.ts';
import { noClientName, shortened } from '../practice/directory.ts';
import { stateOf } from '../practice/states.ts';

export function ensureReportedJob(
  directory: Directory,
  source: string,
  row: ImportedUnbilledWip,
): Result<JobNode> {
  const { number, name } = row.job;
  const found = directory.findJob(source, row.job, row.client);
  if (!found.ok) return found;
  const byName =
    found.value ?? (name === undefined || number === undefined ? undefined : sameJob(directory, row));
  if (byName !== undefined) return done(byName);
  const title = name ?? number;
  if (title === undefined) return unknownJob('');
  const client = directory.ensureClient(source, row.client ?? { name: noClientName });
  if (!client.ok) return client;
  const job = directory.makeJob({
    id: null,
    number: number === undefined ? null : shortened(number, 50),
    name: shortened(title, 200),
    client: client.value,
    currency: client.value.currency,
    rateBasis: 'staff',
    excluded: false,
    billableRate: undefined,
    startOn: null,
    fields: { state: stateOf(directory, {}, {}).node },
    clientOrderNumber: null,
    tasks: [],
    identifiedBy: new Set(),
  });
  if (number !== undefined) directory.jobs.link(source, numberKey(number), job);
  return done(job);
}

/** A summary such as "2024 Tax" reads like a number and a name. */
function sameJob(directory: Directory, { job, client }: ImportedUnbilledWip): JobNode | undefined {
  const summary = `${job.number} - ${job.name}`;
  const named = directory.jobs.named(summary);
  const wanted = client?.name === undefined ? undefined : folded(client.name);
  return named.find((one) => wanted === undefined || folded(one.client.name) === wanted);
}
