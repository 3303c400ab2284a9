// Which columns somebody hid on a list, kept on this device for the next time. What an address says goes before it, so a
// link still shows what its sender saw.

import { keep, kept } from '../theme/appearance.ts';

const keyOf = (list: string) => `workledger.columns.${list}`;

/** As `hide` in an address has it; undefined where nobody chose. */
export function keptColumns(list: string): string | undefined {
  const hide = kept(keyOf(list));
  return hide === null || hide === '' ? undefined : hide;
}

export function keepColumns(list: string, hide: string | undefined): void {
  keep(keyOf(list), hide ?? '');
}
