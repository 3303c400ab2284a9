import { PasswordInput } from '@mantine/core';
import { inputProps, type FieldLook } from './fields.tsx';
import type { FieldProps } from './useRecordForm.ts';

type PasswordFieldProps = FieldLook &
  FieldProps<string> & { autoComplete: 'current-password' | 'new-password' };

/** A password, to be shown by its button. The form around it says `keepsDraft: false`. */
export function PasswordField({
  name,
  value,
  onChange,
  onBlur,
  error,
  autoComplete,
  ...look
}: PasswordFieldProps) {
  return (
    <PasswordInput
      {...inputProps(look)}
      name={name}
      autoComplete={autoComplete}
      visibilityToggleButtonProps={{ 'aria-label': `Show ${look.label.toLowerCase()}` }}
      value={value}
      error={error}
      onBlur={onBlur}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
