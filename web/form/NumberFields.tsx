// Numbers. What is typed is read by the locale into the decimal string of the API at every key, so that saving never waits
// for leaving the field; what cannot be read stays as typed, is kept like the rest, and the field says what it takes.

import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { minorDigits } from '#core/money/currencies.ts';
import { formatDuration } from '#core/calendar/durations.ts';
import { useDurationStyle, useFirm } from '../util/firm-context.ts';
import { formatAmount, parseAmount } from '../util/typed-amount.ts';
import type { FieldLook } from './fields.tsx';
import { inputProps } from './fields.tsx';
import classes from './form.module.css';
import { isDecimal, minutesOf } from './numbers.ts';
import type { FieldProps } from './useRecordForm.ts';

export { durationText, isDecimal, minutesOf } from './numbers.ts';

type DecimalFieldProps = FieldLook &
  FieldProps<string> & {
    /** Decimals that are shown at least. */
    digitsMin?: number;
    digitsMax: number;
    signed?: boolean;
    /** A word or sign at the right, such as the currency. */
    unit?: string;
    such: string;
  };

function DecimalField(props: DecimalFieldProps) {
  const {
    name,
    value,
    onChange,
    onBlur,
    error,
    digitsMin = 0,
    digitsMax,
    signed = false,
    unit,
    such,
    ...look
  } = props;
  const { locale } = useFirm();
  const [typed, setTyped] = useState<string | null>(null);
  const [wasLeft, setWasLeft] = useState(false);
  const read = (text: string) => parseAmount(text, { locale, digits: digitsMax, signed });
  const isReadable = value === '' || isDecimal(value, digitsMax);
  return (
    <TextInput
      {...inputProps(look)}
      name={name}
      inputMode="decimal"
      autoComplete="off"
      classNames={{ input: classes.number ?? '' }}
      rightSection={unit === undefined ? null : <span className={classes.unit}>{unit}</span>}
      rightSectionWidth={unit === undefined ? 0 : 14 + unit.length * 9}
      rightSectionPointerEvents="none"
      value={typed ?? (isReadable && value !== '' ? formatAmount(value, locale, digitsMin) : value)}
      error={wasLeft && !isReadable ? `A number such as ${formatAmount(such, locale)}.` : error}
      onFocus={(event) => {
        setTyped(event.currentTarget.value);
        event.currentTarget.select();
      }}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        onChange(text.trim() === '' ? '' : (read(text) ?? text));
      }}
      onBlur={() => {
        setTyped(null);
        setWasLeft(true);
        onBlur();
      }}
    />
  );
}

type MoneyFieldProps = FieldLook & FieldProps<string> & { currency: string; signed?: boolean };

/** An amount of money; its value is the decimal string of the API, or ''. */
export function MoneyField({ currency, ...field }: MoneyFieldProps) {
  const digits = minorDigits(currency as CurrencyCode);
  return <DecimalField {...field} digitsMin={digits} digitsMax={digits} unit={currency} such="1234.5" />;
}

/** How many of something; thousandths at most. */
export function QuantityField(field: FieldLook & FieldProps<string> & { signed?: boolean; unit?: string }) {
  return <DecimalField {...field} digitsMax={3} such="1.5" />;
}

export function PercentField(field: FieldLook & FieldProps<string> & { signed?: boolean }) {
  return <DecimalField {...field} digitsMax={4} unit="%" such="12.5" />;
}

type DurationFieldProps = FieldLook & FieldProps<string>;

/** A duration, as typed: '1.5', '1:30', '1h30', '90m'; a bare number is hours. `minutesOf` reads it. */
export function DurationField({ name, value, onChange, onBlur, error, ...look }: DurationFieldProps) {
  const [wasLeft, setWasLeft] = useState(false);
  const [typed, setTyped] = useState<string | null>(null);
  const style = useDurationStyle();
  const minutes = minutesOf(value);
  const isTyping = typed !== null;
  const isReadable = value.trim() === '' || minutes !== undefined;
  return (
    <TextInput
      {...inputProps(look)}
      name={name}
      autoComplete="off"
      classNames={{ input: classes.number ?? '' }}
      rightSection={
        isTyping && minutes !== undefined ? <span className={classes.unit}>{echoOf(minutes)}</span> : null
      }
      rightSectionWidth={isTyping ? 74 : 0}
      rightSectionPointerEvents="none"
      value={typed ?? (minutes === undefined ? value : formatDuration(minutes, style))}
      error={wasLeft && !isReadable ? 'A duration such as 1.5, 1:30 or 90m.' : error}
      onFocus={(event) => {
        setTyped(event.currentTarget.value);
        event.currentTarget.select();
      }}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(event.currentTarget.value);
      }}
      onBlur={() => {
        setTyped(null);
        setWasLeft(true);
        if (minutes !== undefined) onChange(formatDuration(minutes, 'clock'));
        onBlur();
      }}
    />
  );
}

/** What was understood, in the other way of writing it. */
function echoOf(minutes: number): string {
  return `= ${formatDuration(minutes, 'clock')}`;
}
