// Numbers as people type them in their own locale, read into the decimal strings that the API takes. Exact: what is typed
// is rearranged as text and never becomes a float.

type Reading = {
  locale: string;
  /** How many decimals there may be. */
  digits: number;
  /** Whether there may be a minus sign. */
  signed?: boolean;
};

const separators = new Map<string, { group: string; decimal: string }>();

/**
 * '1,234.5' in en-NZ is '1234.5', and '1.234,5' in de-DE. Accepts spaces, currency signs and a minus of any kind; refuses
 * (undefined) groups that are not of three, more decimals than there may be, and anything else.
 */
export function parseAmount(typed: string, { locale, digits, signed = false }: Reading): string | undefined {
  const { group, decimal } = separatorsOf(locale);
  const text = typed
    .replace(/[\s\p{Sc}]/gu, '')
    .replace(/^[−–]/, '-')
    .replace(/['’]/g, '’');
  const sign = text.startsWith('-') ? '-' : '';
  if (sign !== '' && !signed) return undefined;
  const [whole = '', fraction, ...more] = text.slice(sign.length).split(decimal);
  if (more.length > 0) return undefined;
  const isGrouped = whole.includes(group);
  const ungrouped = whole.replaceAll(group, '');
  if (isGrouped && !isGroupedByThree(whole, group)) return undefined;
  if (!/^\d{0,15}$/.test(ungrouped) || !/^\d*$/.test(fraction ?? '')) return undefined;
  if (ungrouped === '' && (fraction ?? '') === '') return undefined;
  if ((fraction ?? '').length > digits) return undefined;
  const plain = ungrouped.replace(/^0+(?=\d)/, '') || '0';
  return sign + plain + (fraction === undefined || fraction === '' ? '' : `.${fraction}`);
}

/** A decimal string as this locale writes it, with all its digits and at least so many decimals. */
export function formatAmount(amount: string, locale: string, digitsMin = 0): string {
  if (!/^-?\d+(\.\d+)?$/.test(amount)) return amount;
  const fraction = amount.split('.')[1] ?? '';
  return new Intl.NumberFormat(locale, {
    minimumFractionDigits: Math.max(digitsMin, fraction.length),
    maximumFractionDigits: Math.max(digitsMin, fraction.length),
  }).format(amount as Intl.StringNumericLiteral);
}

/** 1,234,567; and 12,34,567 where people group so. */
function isGroupedByThree(whole: string, group: string): boolean {
  const [first = '', ...others] = whole.split(group);
  const last = others.at(-1) ?? '';
  return /^\d{1,3}$/.test(first) && /^\d{3}$/.test(last) && others.every((each) => /^\d{2,3}$/.test(each));
}

function separatorsOf(locale: string): { group: string; decimal: string } {
  let found = separators.get(locale);
  if (found === undefined) {
    const parts = new Intl.NumberFormat(locale, { useGrouping: true }).formatToParts(-1234567.8);
    const of = (type: string) => parts.find((part) => part.type === type)?.value;
    const group = of('group') ?? ',';
    found = { group: groupSign(group), decimal: of('decimal') ?? '.' };
    separators.set(locale, found);
  }
  return found;
}

/** A space between thousands is taken out already, of whatever width it is; apostrophes are typed in two ways. */
function groupSign(sign: string): string {
  if (/^\s$/u.test(sign)) return '\u00a0';
  return sign === "'" ? '’' : sign;
}
