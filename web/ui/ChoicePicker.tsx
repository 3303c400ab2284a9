// A choice of one among few or many, as a button with a list below it: type to narrow it, arrows and Enter to choose.
// Where nothing is chosen the button only names what could be.

import { Combobox, useCombobox } from '@mantine/core';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { PickerButton } from './PickerButton.tsx';
import classes from './picker.module.css';

export type Choice = { value: string; label: string; note?: ReactNode };

type ChoicePickerProps = {
  /** What is chosen here, such as 'Manager'. */
  name: string;
  value: string | undefined;
  choices: readonly Choice[];
  onChange: (value: string | undefined) => void;
  onOpen?: () => void;
  loading?: boolean;
  /** The label of what is chosen, where it may not be among the choices. */
  chosenLabel?: string | undefined;
  /** What choosing nothing means, such as 'All managers'. */
  none: string;
  searchable?: boolean;
  /** Somebody else finds what fits; unless given, the choices are narrowed here. */
  onType?: (typed: string) => void;
  icon?: 'filter' | 'columns';
};

const shownMax = 100;

export function ChoicePicker(props: ChoicePickerProps) {
  const { name, value, choices, onChange, loading, none, searchable = false } = props;
  const [typed, setTyped] = useState('');
  const combobox = useCombobox({
    onDropdownOpen: () => {
      props.onOpen?.();
      if (searchable) combobox.focusSearchInput();
    },
    onDropdownClose: () => {
      setTyped('');
      props.onType?.('');
      combobox.resetSelectedOption();
      combobox.focusTarget();
    },
  });
  const find = `Find ${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name.toLowerCase()}`;
  const wanted = typed.trim().toLowerCase();
  const found =
    wanted === '' || props.onType !== undefined
      ? choices
      : choices.filter(({ label }) => label.toLowerCase().includes(wanted));
  const chosen = choices.find((choice) => choice.value === value);
  return (
    <Combobox
      store={combobox}
      width={288}
      position="bottom-start"
      shadow="md"
      onOptionSubmit={(submitted) => {
        onChange(submitted === '' ? undefined : submitted);
        combobox.closeDropdown();
      }}
    >
      <Combobox.Target targetType="button" withAriaAttributes={!searchable}>
        <PickerButton
          aria-haspopup="listbox"
          aria-expanded={combobox.dropdownOpened}
          chosen={value !== undefined}
          {...(props.icon ? { icon: props.icon } : {})}
          onClick={() => combobox.toggleDropdown()}
        >
          {value === undefined ? name : `${name}: ${chosen?.label ?? props.chosenLabel ?? '…'}`}
        </PickerButton>
      </Combobox.Target>
      <Combobox.Dropdown className={classes.list}>
        <div role="dialog" aria-label={name}>
          {searchable && (
            <Combobox.Search
              aria-label={find}
              placeholder={find}
              value={typed}
              onChange={(event) => {
                setTyped(event.currentTarget.value);
                props.onType?.(event.currentTarget.value.trim());
                combobox.selectFirstOption();
              }}
            />
          )}
          <Combobox.Options mah={320} style={{ overflowY: 'auto' }} aria-label={name}>
            {wanted === '' && (
              <Combobox.Option value="" active={value === undefined}>
                {none}
              </Combobox.Option>
            )}
            {found.slice(0, shownMax).map((choice) => (
              <Combobox.Option key={choice.value} value={choice.value} active={choice.value === value}>
                <span className={classes.option}>
                  <span>{choice.label}</span>
                  {choice.note !== undefined && <span>{choice.note}</span>}
                </span>
              </Combobox.Option>
            ))}
          </Combobox.Options>
          {found.length === 0 && (
            <Combobox.Empty>{loading ? 'Looking…' : 'None of that name'}</Combobox.Empty>
          )}
          {found.length > shownMax && (
            <Combobox.Footer>{found.length - shownMax} more: type to find them</Combobox.Footer>
          )}
        </div>
      </Combobox.Dropdown>
    </Combobox>
  );
}
