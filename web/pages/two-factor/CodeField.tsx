import { TextInput } from '@mantine/core';
import type { FieldProps } from '../../form/useRecordForm.ts';
import classes from './two-factor.module.css';

type CodeFieldProps = FieldProps<string> & { label?: string; help?: string; first?: boolean };

/** Six digits from an authenticator app, which phones offer to fill in. */
export function CodeField({
  label = 'Code',
  help,
  first,
  name,
  value,
  error,
  onChange,
  onBlur,
}: CodeFieldProps) {
  return (
    <TextInput
      className={classes.code}
      label={label}
      {...(help === undefined ? {} : { description: help })}
      name={name}
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={7}
      {...(first ? { 'data-autofocus': true, autoFocus: true } : {})}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={onBlur}
    />
  );
}
