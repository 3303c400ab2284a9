// Picking one of the firm's records: type to find it, arrows and Enter to choose. The value is the record's id, or ''.

import { CloseButton, Combobox, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import type { ListQuestion } from '../api/resource.ts';
import picker from '../ui/picker.module.css';
import type { EntitySource } from './entities.ts';
import { useEntityChoices, useEntityLabel } from './entities.ts';
import type { FieldLook } from './fields.tsx';
import { inputProps } from './fields.tsx';
import type { FieldProps } from './useRecordForm.ts';

export type EntityFieldProps<Row> = FieldLook &
  FieldProps<string> & {
    source: EntitySource<Row>;
    /** Narrows the choices, such as { clientId: '3' }. */
    question?: ListQuestion | undefined;
    /** What choosing nothing means, such as 'The firm’s tax'; stands in the empty field. */
    none?: string;
    /** The whole record, besides its id, when one is chosen. */
    onPick?: (row: Row) => void;
  };

const findDelayMs = 120;

export function EntityField<Row extends { id: string }>(props: EntityFieldProps<Row>) {
  const { name, value, onChange, onBlur, error, source, question, none, onPick, ...look } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [asked] = useDebouncedValue(typed ?? '', findDelayMs);
  const {
    choices: known,
    rows,
    isPending,
    isFetching,
    isCut,
  } = useEntityChoices(source, {
    typed: asked,
    asks: combobox.dropdownOpened,
    question,
  });
  // Until the answer to what was typed is here, Enter must not choose what fitted something else.
  const isBehind = typed !== null && (asked !== typed || isFetching);
  const choices = isBehind ? known.filter((choice) => fits(choice, typed)) : known;
  const found = choices.map(({ value: id }) => id).join();
  useEffect(() => {
    if (typed !== null && found !== '') combobox.selectFirstOption();
    // When other choices stand there, the first of them is the one that Enter takes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [found]);
  const [picked, setPicked] = useState<{ id: string; label: string } | null>(null);
  const kept = useEntityLabel(source, picked?.id === value ? '' : value);
  const label = picked?.id === value ? picked.label : kept;
  const choose = (id: string) => {
    onChange(id);
    setTyped(null);
    combobox.closeDropdown();
    const row = rows.find((each) => each.id === id);
    if (row === undefined) return;
    setPicked({ id, label: source.labelOf(row) });
    onPick?.(row);
  };
  return (
    <Combobox store={combobox} shadow="md" position="bottom-start" onOptionSubmit={choose}>
      <Combobox.Target>
        <TextInput
          {...inputProps(look)}
          name={name}
          autoComplete="off"
          placeholder={none ?? `Find a ${source.word}`}
          value={typed ?? (value === '' ? '' : (label ?? '…'))}
          error={error}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            combobox.openDropdown();
            combobox.selectFirstOption();
          }}
          onFocus={(event) => event.currentTarget.select()}
          onClick={() => combobox.openDropdown()}
          onBlur={() => {
            // Emptied by hand: nothing is chosen any more. Anything else that was typed found no choice.
            if (typed?.trim() === '' && value !== '') onChange('');
            setTyped(null);
            combobox.closeDropdown();
            onBlur();
          }}
          rightSection={
            value !== '' && look.required !== true && look.disabled !== true ? (
              <CloseButton
                size="xs"
                tabIndex={-1}
                aria-label={`No ${source.word}`}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => choose('')}
              />
            ) : (
              <Combobox.Chevron />
            )
          }
          rightSectionPointerEvents={value !== '' && look.required !== true ? 'all' : 'none'}
        />
      </Combobox.Target>
      <Combobox.Dropdown className={picker.list ?? ''} hidden={!combobox.dropdownOpened}>
        <Combobox.Options mah={280} style={{ overflowY: 'auto' }} aria-label={look.label}>
          {choices.map((choice) => (
            <Combobox.Option key={choice.value} value={choice.value} active={choice.value === value}>
              <span className={picker.option}>
                <span>{choice.label}</span>
                {choice.note !== null && <span>{choice.note}</span>}
              </span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
        {choices.length === 0 && (
          <Combobox.Empty>
            {isPending || asked !== (typed ?? '') ? 'Looking…' : `No ${source.word} of that name`}
          </Combobox.Empty>
        )}
        {isCut && !source.isWhole && <Combobox.Footer>Type more to find others</Combobox.Footer>}
      </Combobox.Dropdown>
    </Combobox>
  );
}

function fits({ label, note }: { label: string; note: string | null }, typed: string): boolean {
  const text = `${label} ${note ?? ''}`.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
