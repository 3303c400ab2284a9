// A rate applies from its day until the next one of the same scope, keys and currency. Adding one changes nothing that
// stands in the ledger; unbilled time takes it only by a revaluation.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { parseRatePerHour } from '#core/practice/rate-amounts.ts';
import type { RateKeyName } from '#core/practice/rate-scopes.ts';
import { rateIdentity, rateKeyRefusals } from '#core/practice/rate-scopes.ts';
import type { RateRow, RateScope } from '#core/pricing/rates.ts';
import type { Refusal, Result } from '#core/refusal.ts';
import { done } from '#core/refusal.ts';
import type { Tx } from '#store/database.ts';
import { loadPracticeSettings } from '#store/practice/firm.ts';
import type { Rate, RateRecord } from '#store/practice/rate-card.ts';
import { loadRates, rates } from '#store/practice/rate-card.ts';
import type { Unrecorded } from '#store/practice/records.ts';
import { insertRecords } from '#store/practice/records.ts';
import type { References } from '#store/practice/references.ts';
import { loadReferences } from '#store/practice/references.ts';
import { takenRates } from '#store/practice/taken-rates.ts';
import type { Reference } from '../batch.ts';
import { authorOf, checkEach, mayWriteBatch, referenceRefusals, repeatedPlaces } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';

export type NewRate = Partial<Pick<RateRow, RateKeyName>> & {
  readonly scope: RateScope;
  /** That of the job or the client where the rate has one, else the firm's unless said. */
  readonly currency?: CurrencyCode | undefined;
  /** A decimal string in the currency. */
  readonly ratePerHour: string;
  readonly effectiveFrom: CivilDate;
};

type Basis = { readonly known: References; readonly firmCurrency: CurrencyCode };

/** Adds billable rates, all or none. */
export async function createRates(context: Context, commands: readonly NewRate[]): Promise<Result<Rate[]>> {
  const permitted = mayWriteBatch(context, 'rates.edit', commands);
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const basis = await loadBasis(tx, commands);
    const checked = checkEach(commands, (command) => refusalsOf(basis, command));
    if (!checked.ok) return checked;

    const records = commands.map((command) => recordOf(basis, command));
    const unique = await checkUnique(tx, records);
    if (!unique.ok) return unique;
    const added = await insertRecords(tx, authorOf(context), rates, records);
    return done(
      await loadRates(
        tx,
        added.map(({ id }) => id),
      ),
    );
  });
}

async function loadBasis(tx: Tx, commands: readonly NewRate[]): Promise<Basis> {
  const { currency } = await loadPracticeSettings(tx);
  const known = await loadReferences(tx, {
    clientIds: commands.map(({ clientId }) => clientId),
    staffIds: commands.map(({ staffId }) => staffId),
    taskIds: commands.map(({ taskId }) => taskId),
    jobIds: commands.map(({ jobId }) => jobId),
  });
  return { known, firmCurrency: currency };
}

function refusalsOf(basis: Basis, command: NewRate): Refusal[] {
  const wrongKeys = rateKeyRefusals(command.scope, command);
  if (wrongKeys.length > 0) return wrongKeys;
  const unknown = rateReferenceRefusals(basis.known, command);
  if (unknown.length > 0) return unknown;
  const parsed = parseRatePerHour(command.ratePerHour, currencyOf(basis, command));
  return [...currencyRefusals(basis, command), ...(parsed.ok ? [] : parsed.refusals)];
}

/** Refuses the keys of a rate that the firm does not have. */
export function rateReferenceRefusals(
  known: References,
  keys: Partial<Pick<RateRow, RateKeyName>>,
): Refusal[] {
  const asked: readonly (readonly [ReadonlyMap<number, unknown>, Reference])[] = [
    [known.jobs, { field: 'jobId', id: keys.jobId, noun: 'job', code: 'unknownJob' }],
    [known.clients, { field: 'clientId', id: keys.clientId, noun: 'client', code: 'unknownClient' }],
    [known.staff, { field: 'staffId', id: keys.staffId, noun: 'staff member', code: 'unknownStaff' }],
    [known.tasks, { field: 'taskId', id: keys.taskId, noun: 'task', code: 'unknownTask' }],
  ];
  return asked.flatMap(([map, reference]) => referenceRefusals(map, reference));
}

/** What a job or a client is invoiced in; a rate of theirs in another currency would never apply. */
function currencyOfOwner({ known }: Basis, { jobId, clientId }: NewRate): CurrencyCode | undefined {
  if (typeof jobId === 'number') return known.jobs.get(jobId)?.currency;
  if (typeof clientId === 'number') return known.clients.get(clientId)?.currency;
  return undefined;
}

function currencyOf(basis: Basis, command: NewRate): CurrencyCode {
  return currencyOfOwner(basis, command) ?? command.currency ?? basis.firmCurrency;
}

function currencyRefusals(basis: Basis, command: NewRate): Refusal[] {
  const owned = currencyOfOwner(basis, command);
  if (owned === undefined || command.currency === undefined || command.currency === owned) return [];
  return [
    {
      code: 'currencyMismatch',
      detail: `The ${typeof command.jobId === 'number' ? 'job' : 'client'} is invoiced in ${owned}.`,
      field: 'currency',
      value: command.currency,
      accepted: owned,
    },
  ];
}

function recordOf(basis: Basis, command: NewRate): Unrecorded<RateRecord> {
  const currency = currencyOf(basis, command);
  const parsed = parseRatePerHour(command.ratePerHour, currency);
  if (!parsed.ok) throw new Error('a rate is recorded that was not checked');
  const { scope, jobId = null, clientId = null, staffId = null, taskId = null, effectiveFrom } = command;
  return {
    scope,
    jobId,
    clientId,
    staffId,
    taskId,
    currency,
    ratePerHourMinor: parsed.value,
    effectiveFrom,
  };
}

async function checkUnique(tx: Tx, records: readonly Unrecorded<RateRecord>[]): Promise<Result<null>> {
  const taken = await takenRates(tx, records);
  const repeated = repeatedPlaces(records.map(rateIdentity));
  return checkEach(records, ({ effectiveFrom }, index) =>
    taken.has(index) || repeated.has(index) ? [sameDayRefusal(effectiveFrom)] : [],
  );
}

/** Two rates for the same thing cannot begin on one day. */
export function sameDayRefusal(effectiveFrom: CivilDate): Refusal {
  return {
    code: 'duplicate',
    detail: `A rate for the same thing begins on ${effectiveFrom} already; correct that one or choose another day.`,
    field: 'effectiveFrom',
    value: effectiveFrom,
    accepted: 'a day on which no rate for the same thing begins',
  };
}
