// What may be said as the rates of a tax: from each day on, one or a few components that are charged beside each other.

import type { CivilDate } from '../calendar/civil-date.ts';
import type { Refusal } from '../refusal.ts';
import type { TaxComponent } from './tax.ts';

export type RatesFromDay = {
  readonly effectiveFrom: CivilDate;
  readonly components: readonly TaxComponent[];
};

/** Refuses a day, or a component of a day, that is named twice. */
export function ratePlanRefusals(rates: readonly RatesFromDay[]): Refusal[] {
  return rates.flatMap((from, index) => {
    const isRepeated = rates.findIndex((other) => other.effectiveFrom === from.effectiveFrom) < index;
    const day = isRepeated ? [repeatedDay(from.effectiveFrom, index)] : [];
    return [...day, ...componentRefusals(from.components, `rates[${index}].components`)];
  });
}

function componentRefusals(components: readonly TaxComponent[], path: string): Refusal[] {
  const keys = components.map(({ component }) => component.toLowerCase());
  return components.flatMap(({ component }, index): Refusal[] =>
    keys.indexOf(component.toLowerCase()) === index
      ? []
      : [
          {
            code: 'duplicate',
            detail: 'A component of a tax is named once on a day.',
            field: `${path}[${index}].component`,
            value: component,
            accepted: 'a name for each component',
          },
        ],
  );
}

function repeatedDay(day: CivilDate, index: number): Refusal {
  return {
    code: 'duplicate',
    detail: 'The rates from one day on are given once, with all their components.',
    field: `rates[${index}].effectiveFrom`,
    value: day,
    accepted: 'a day for each set of rates',
  };
}
