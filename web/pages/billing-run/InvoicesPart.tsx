// The invoices of a run, in the order in which they are made and numbered.

import type { BillingRun, RunUnit } from '../../api/billing-runs.ts';
import { runsPath } from '../../api/billing-runs.ts';
import { clientSource } from '../../form/entities.ts';
import type { ListColumn } from '../../list/columns.tsx';
import {
  countColumn,
  linkColumn,
  linkedTextColumn,
  moneyColumn,
  statusColumn,
  textColumn,
} from '../../list/columns.tsx';
import type { Filter } from '../../list/filters.ts';
import { ListPart } from '../../list/ListPart.tsx';
import type { Card } from '../../list/narrow.tsx';
import { Amount } from '../../ui/Amount.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { unitStates } from '../billing-runs/words.ts';

const columns: readonly ListColumn<RunUnit>[] = [
  linkColumn({ key: 'invoice', header: 'Invoice', width: 150, grows: false, of: nameOf, href: hrefOf }),
  linkedTextColumn({
    key: 'client',
    header: 'Client',
    grows: true,
    of: ({ clientName }) => clientName,
    href: ({ clientId }) => `/clients/${clientId}`,
  }),
  statusColumn({ key: 'state', header: 'State', of: ({ state }) => unitStates[state] }),
  textColumn({
    key: 'why',
    header: 'Because',
    width: 240,
    of: ({ refusals }) => refusals?.[0]?.detail ?? null,
  }),
  countColumn({ key: 'jobs', header: 'Jobs', of: ({ jobs }) => jobs }),
  countColumn({ key: 'items', header: 'Entries', of: ({ items }) => items }),
  textColumn({ key: 'currency', header: 'Currency', width: 90, of: ({ currency }) => currency }),
  moneyColumn({ key: 'total', header: 'Without tax', of: ({ total }) => total, sums: true }),
  moneyColumn({ key: 'tax', header: 'Tax', of: ({ tax }) => tax, sums: true }),
];

const filters: readonly Filter[] = [
  {
    kind: 'choice',
    key: 'state',
    name: 'State',
    none: 'All states',
    choices: Object.entries(unitStates).map(([value, [label]]) => ({ value, label })),
  },
  { kind: 'entity', key: 'clientId', name: 'Client', none: 'All clients', source: clientSource },
];

const nouns = ['invoice', 'invoices'] as const;
const noQuestion = {};

export function InvoicesPart({ run }: { run: BillingRun }) {
  return (
    <ListPart<RunUnit>
      label={`Invoices of ${run.name}`}
      path={`${runsPath}/${run.id}/units`}
      question={noQuestion}
      nouns={nouns}
      idOf={idOf}
      nameOf={nameOf}
      hrefOf={hrefOf}
      columns={columns}
      cardOf={cardOf}
      currencyOf={currencyOf}
      filters={filters}
      nothingYet={{ title: 'No invoices', text: 'The rules of this run leave nothing to invoice.' }}
    />
  );
}

function cardOf(unit: RunUnit): Card {
  const [word, tone] = unitStates[unit.state];
  return {
    title: unit.clientName ?? nameOf(unit),
    under: nameOf(unit),
    end: <Amount of={unit.total} />,
    underEnd: <StatusBadge tone={tone}>{word}</StatusBadge>,
  };
}

function idOf({ place }: RunUnit): string {
  return String(place);
}

function nameOf({ invoiceNumber, state, place }: RunUnit): string {
  return invoiceNumber ?? (state === 'drafted' ? `Draft ${place}` : `No. ${place} of the run`);
}

function hrefOf({ invoiceId, clientId }: RunUnit): string {
  return invoiceId === null ? `/clients/${clientId}` : `/invoices/${invoiceId}`;
}

function currencyOf({ currency }: RunUnit): string {
  return currency;
}
