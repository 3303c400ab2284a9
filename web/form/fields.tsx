// The plain fields. Each takes a label and what `form.field('name')` gives.

import { Autocomplete, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useKnownTexts } from './known-texts.ts';
import type { FieldProps } from './useRecordForm.ts';

export type FieldLook = {
  label: string;
  /** A sentence below the label: what it is for, or how it is written. */
  help?: ReactNode;
  required?: boolean;
  disabled?: boolean;
  placeholder?: string;
  /** The cursor starts here. */
  first?: boolean;
};

/** What Mantine's inputs take, from what a field has. */
export function inputProps({ label, help, required, disabled, placeholder, first }: FieldLook) {
  return {
    label,
    ...(help === undefined ? {} : { description: help }),
    required: required ?? false,
    withAsterisk: false,
    disabled: disabled ?? false,
    ...(placeholder === undefined ? {} : { placeholder }),
    ...(first ? { 'data-autofocus': true } : {}),
  };
}

type TextFieldProps = FieldLook &
  FieldProps<string> & {
    type?: 'text' | 'email' | 'tel' | 'url';
    autoComplete?: string;
  };

export function TextField({
  name,
  value,
  onChange,
  onBlur,
  error,
  type,
  autoComplete,
  ...look
}: TextFieldProps) {
  return (
    <TextInput
      {...inputProps(look)}
      name={name}
      type={type ?? 'text'}
      autoComplete={autoComplete ?? 'off'}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={onBlur}
    />
  );
}

type KnownTextFieldProps = FieldLook & FieldProps<string> & { path: string };

/** Any text; those that other records have, named by the list of the API at `path`, are offered. */
export function KnownTextField({ name, value, onChange, onBlur, error, path, ...look }: KnownTextFieldProps) {
  const [asks, setAsks] = useState(false);
  const { data } = useKnownTexts(path, asks);
  return (
    <Autocomplete
      {...inputProps(look)}
      name={name}
      value={value}
      error={error}
      data={(data?.items ?? []).map((known) => known.name)}
      limit={20}
      onFocus={() => setAsks(true)}
      onChange={onChange}
      onBlur={onBlur}
    />
  );
}

export function LongTextField({
  name,
  value,
  onChange,
  onBlur,
  error,
  rows = 3,
  ...look
}: FieldLook & FieldProps<string> & { rows?: number }) {
  return (
    <Textarea
      {...inputProps(look)}
      name={name}
      autosize
      minRows={rows}
      maxRows={14}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={onBlur}
    />
  );
}

type ChoiceFieldProps<Value extends string> = FieldLook &
  FieldProps<Value> & {
    choices: readonly { value: Value; label: string }[];
    searchable?: boolean;
  };

/** One of a few that are known beforehand. '' is a choice like others: name it, such as 'As the firm'. */
export function ChoiceField<Value extends string>(props: ChoiceFieldProps<Value>) {
  const { name, value, onChange, onBlur, error, choices, searchable, ...look } = props;
  return (
    <Select
      {...inputProps(look)}
      name={name}
      data={choices.map((choice) => ({ ...choice }))}
      value={value}
      error={error}
      allowDeselect={false}
      searchable={searchable ?? choices.length > 12}
      limit={100}
      onChange={(chosen) => chosen !== null && onChange(chosen as Value)}
      onBlur={onBlur}
    />
  );
}

export function FlagField({
  name,
  value,
  onChange,
  onBlur,
  error,
  ...look
}: FieldLook & FieldProps<boolean>) {
  const { label, help, disabled } = look;
  return (
    <Checkbox
      name={name}
      label={label}
      description={help}
      disabled={disabled ?? false}
      checked={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.checked)}
      onBlur={onBlur}
    />
  );
}
