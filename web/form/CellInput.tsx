// A figure in a line: what is typed shows as typed until the field is left, and counts as soon as it can be read.

import { useState } from 'react';
import { formatDuration, type DurationStyle } from '#core/calendar/durations.ts';
import { minutesOf } from './numbers.ts';
import { useDurationStyle, useFirm } from '../util/firm-context.ts';
import { formatAmount, parseAmount } from '../util/typed-amount.ts';
import classes from './cell-input.module.css';

type CellInputProps = {
  label: string;
  kind: 'minutes' | 'quantity' | 'amount' | 'percent' | 'text';
  /** '' shows what would be, faintly. */
  value: string;
  usual?: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  disabled?: boolean;
  tabIndex?: number;
  name?: string;
  signed?: boolean;
};

const digits = { quantity: 3, amount: 3, percent: 4, minutes: 0, text: 0 } as const;

export function CellInput(props: CellInputProps) {
  const { label, kind, value, usual = '', onChange, error, disabled, tabIndex, name, signed = false } = props;
  const { locale } = useFirm();
  const style = useDurationStyle();
  const [typed, setTyped] = useState<string | null>(null);
  const read = (text: string) => {
    if (text.trim() === '' || kind === 'text') return text.trim() === '' ? '' : text;
    if (kind === 'minutes') return text;
    return parseAmount(text, { locale, digits: digits[kind], signed }) ?? text;
  };
  const isWrong = typed === null && value !== '' && !isReadable(kind, value);
  return (
    <input
      className={classes.cell}
      aria-label={label}
      title={error ?? label}
      aria-invalid={error !== undefined || isWrong || undefined}
      name={name}
      data-kind={kind}
      inputMode={kind === 'text' || kind === 'minutes' ? 'text' : 'decimal'}
      autoComplete="off"
      disabled={disabled ?? false}
      tabIndex={tabIndex}
      placeholder={shownAs(kind, usual, { locale, style })}
      value={typed ?? shownAs(kind, value, { locale, style })}
      onFocus={(event) => {
        setTyped(event.currentTarget.value);
        event.currentTarget.select();
      }}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(read(event.currentTarget.value));
      }}
      onBlur={() => setTyped(null)}
    />
  );
}

function isReadable(kind: CellInputProps['kind'], value: string): boolean {
  if (kind === 'text') return true;
  return kind === 'minutes' ? minutesOf(value) !== undefined : /^-?\d+(\.\d+)?$/.test(value);
}

type Ways = { locale: string; style: DurationStyle };

function shownAs(kind: CellInputProps['kind'], value: string, { locale, style }: Ways): string {
  if (value === '' || kind === 'text') return value;
  if (kind !== 'minutes') return formatAmount(value, locale);
  const minutes = minutesOf(value);
  return minutes === undefined ? value : formatDuration(minutes, style);
}
