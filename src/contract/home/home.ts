// The owner's page: a year of the firm, each figure with the address of the report that it is from.

import { z } from 'zod';
import { date } from '../dates.ts';
import { id } from '../ids.ts';
import { amount, currency } from '../money.ts';
import { links, ratio } from '../reports/parameters.ts';

const wipPoint = z
  .object({
    asAt: date,
    currency,
    netWip: amount,
    interims: amount,
    ageCurrent: amount,
    ageOneMonth: amount,
    ageTwoMonths: amount,
    ageThreeMonthsPlus: amount,
    links,
  })
  .meta({ id: 'HomeWip', description: 'Net WIP and its ages at the end of a day.' });

const lockUpPoint = z
  .object({
    asAt: date,
    currency,
    netWip: amount,
    debtors: amount,
    billed: amount,
    billedWithTax: amount,
    wipDays: ratio,
    debtorDays: ratio,
    lockUpDays: ratio,
    links,
  })
  .meta({ id: 'HomeLockUp' });

const realisedMonth = z
  .object({
    month: date,
    currency,
    worked: amount,
    writtenOff: amount,
    writtenOn: amount,
    billed: amount,
    realisation: ratio,
    links,
  })
  .meta({ id: 'HomeRealisation' });

const writeOffs = z
  .object({
    reasonId: id.nullable(),
    reason: z.string().nullable().meta({ description: 'Null where none was given, as on invoices.' }),
    currency,
    writtenOff: amount,
    writtenOn: amount,
    net: amount,
    links,
  })
  .meta({ id: 'HomeWriteOffs' });

const unbilledClient = z
  .object({
    clientId: id,
    clientName: z.string(),
    currency,
    netWip: amount,
    jobs: z.int(),
    lastBilledOn: date.nullable(),
    links,
  })
  .meta({ id: 'HomeUnbilledClient' });

const billedDays = z.object({ from: date, to: date, billed: amount, links });

const billing = z
  .object({
    currency,
    thisMonth: billedDays,
    lastMonth: billedDays.meta({ description: 'To the same day of the month before.' }),
  })
  .meta({ id: 'HomeBilling' });

export const homeAnswer = z
  .object({
    asAt: date,
    currency: currency.meta({ description: "The firm's own; figures are by currency and never added." }),
    wip: z.array(wipPoint).meta({ description: 'At the ends of the last twelve months, and today.' }),
    lockUpOverDays: z.int(),
    lockUp: z.array(lockUpPoint).meta({ description: 'On the same days, also of currencies without WIP.' }),
    realisation: z.array(realisedMonth).meta({ description: 'By month, this one and the eleven before.' }),
    writeOffs: z.array(writeOffs).meta({ description: 'Of these months by reason, the largest first.' }),
    unbilledClients: z.array(unbilledClient).meta({ description: 'Those with the most net WIP.' }),
    billing: z.array(billing).meta({ description: 'Invoiced less credited and cancelled, ex tax.' }),
  })
  .meta({ id: 'Home' });
