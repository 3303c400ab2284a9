// What the fields of a client hold, and what the API takes for them.

import { newClients, clientChange } from '#contract/clients/clients.ts';
import type { Client } from '../../api/clients.ts';
import { orNull } from '../../form/words.ts';
import type { FormOptions } from '../../form/useRecordForm.ts';

export type ClientFields = {
  name: string;
  currency: string;
  email: string;
  phone: string;
  address: string;
  postalAddress: string;
  website: string;
  exportCode: string;
  taxNumber: string;
  accountManagerId: string;
  jobManagerId: string;
  taxId: string;
  taxExempt: boolean;
  /** '' is the firm's terms. */
  dueRule: '' | 'daysAfter' | 'dayOfNextMonth';
  dueDays: string;
  /** '' is the firm's policy; else the minutes of a step. */
  roundingStep: '' | '1' | '6' | '15' | '30';
  roundingDirection: 'up' | 'nearest' | 'down';
  billingEmail: string;
  schedule: Client['billing']['schedule'];
  anchorOn: string;
};

export function fieldsOf(client: Client | undefined, currency: string): ClientFields {
  return {
    name: client?.name ?? '',
    currency: client?.currency ?? currency,
    email: client?.email ?? '',
    phone: client?.phone ?? '',
    address: client?.address ?? '',
    postalAddress: client?.postalAddress ?? '',
    website: client?.website ?? '',
    exportCode: client?.exportCode ?? '',
    taxNumber: client?.taxNumber ?? '',
    accountManagerId: client?.accountManagerId ?? '',
    jobManagerId: client?.jobManagerId ?? '',
    taxId: client?.taxId ?? '',
    taxExempt: client?.taxExempt ?? false,
    dueRule: client?.due?.rule ?? '',
    dueDays: client?.due ? String(client.due.days) : '20',
    roundingStep: client?.rounding ? (String(client.rounding.incrementMinutes) as '6') : '',
    roundingDirection: client?.rounding?.direction ?? 'up',
    billingEmail: client?.billingEmail ?? '',
    schedule: client?.billing.schedule ?? 'none',
    anchorOn: client?.billing.anchorOn ?? '',
  };
}

function bodyOf(fields: ClientFields): unknown {
  const { name, currency, taxExempt, dueRule, dueDays, roundingStep, roundingDirection } = fields;
  return {
    name,
    currency,
    taxExempt,
    email: orNull(fields.email),
    phone: orNull(fields.phone),
    address: orNull(fields.address),
    postalAddress: orNull(fields.postalAddress),
    website: orNull(fields.website),
    exportCode: orNull(fields.exportCode),
    taxNumber: orNull(fields.taxNumber),
    accountManagerId: orNull(fields.accountManagerId),
    jobManagerId: orNull(fields.jobManagerId),
    taxId: taxExempt ? null : orNull(fields.taxId),
    due: dueRule === '' ? null : { rule: dueRule, days: Number(dueDays) },
    rounding:
      roundingStep === '' ? null : { incrementMinutes: Number(roundingStep), direction: roundingDirection },
    billingEmail: orNull(fields.billingEmail),
    billing: { schedule: fields.schedule, anchorOn: takesAnchor(fields) ? orNull(fields.anchorOn) : null },
  };
}

/** Fortnights and quarters are counted from a day. */
export function takesAnchor({ schedule }: ClientFields): boolean {
  return schedule === 'fortnightly' || schedule === 'quarterly';
}

function check({ dueRule, dueDays, schedule, anchorOn }: ClientFields) {
  const days = /^\d{1,3}$/.test(dueDays) ? Number(dueDays) : -1;
  return {
    ...(dueRule === 'daysAfter' && (days < 0 || days > 365) ? { dueDays: 'From 0 to 365 days.' } : {}),
    ...(dueRule === 'dayOfNextMonth' && (days < 1 || days > 31)
      ? { dueDays: 'A day of the month, from 1 to 31.' }
      : {}),
    ...(schedule === 'fortnightly' && anchorOn === ''
      ? { anchorOn: 'The last day of any fortnight; the others follow from it.' }
      : {}),
  };
}

/** What a form of a client is made of; of a new one without the client. */
export function clientFormOptions(client: Client | undefined) {
  return {
    id: client === undefined ? 'new client' : `client ${client.id}`,
    bodyOf,
    check,
    schema: client === undefined ? newClients : clientChange,
    pathOf: {
      dueRule: 'due.rule',
      dueDays: 'due.days',
      roundingStep: 'rounding.incrementMinutes',
      roundingDirection: 'rounding.direction',
      schedule: 'billing.schedule',
      anchorOn: 'billing.anchorOn',
    },
    send: (body: unknown) =>
      client === undefined
        ? { path: '/clients', body }
        : { path: `/clients/${client.id}`, method: 'PATCH' as const, version: client.version, body },
    changes: ['clients', 'jobs'],
  } satisfies Omit<FormOptions<ClientFields, Client>, 'initial'>;
}
