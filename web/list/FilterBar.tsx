import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import type { EntitySource } from '../form/entities.ts';
import { useEntityChoices, useEntityLabel } from '../form/entities.ts';
import { useKnownTexts } from '../form/known-texts.ts';
import { ChoicePicker } from '../ui/ChoicePicker.tsx';
import { Icon } from '../ui/icons.tsx';
import { PickerButton } from '../ui/PickerButton.tsx';
import { useKeys } from '../util/keys.ts';
import type { ChangePageSearch, PageSearch } from '../util/page-search.ts';
import { DaysFilter } from './DaysFilter.tsx';
import type { Filter } from './filters.ts';
import { isNarrowed, noFilters } from './filters.ts';
import classes from './list.module.css';

type FilterBarProps = {
  search: PageSearch;
  onChange: ChangePageSearch;
  filters: readonly Filter[];
  /** What typing finds by, such as 'Name or e-mail'; no text filter without it. */
  finds?: string | undefined;
  /** What changes the look of the list and not its rows, at the right. */
  children?: ReactNode;
};

/** Everything that narrows the list, in one line; it scrolls sideways where the line is short. */
export function FilterBar({ search, onChange, filters, finds, children }: FilterBarProps) {
  return (
    <div className={classes.filters} role="search" aria-label="Filters">
      {finds !== undefined && <TextFilter finds={finds} text={search['text']} onChange={onChange} />}
      <div className={classes.chips}>
        {filters.map((filter) => (
          <FilterControl key={filter.key} filter={filter} search={search} onChange={onChange} />
        ))}
        {isNarrowed(filters, search) && (
          <PickerButton plain icon="close" onClick={() => onChange(noFilters(filters))}>
            Clear
          </PickerButton>
        )}
      </div>
      <div className={classes.views}>{children}</div>
    </div>
  );
}

type FilterControlProps = { filter: Filter; search: PageSearch; onChange: ChangePageSearch };

function FilterControl({ filter, search, onChange }: FilterControlProps) {
  const value = search[filter.key];
  const set = (chosen: string | undefined) => onChange({ [filter.key]: chosen });
  switch (filter.kind) {
    case 'choice':
      return (
        <ChoicePicker
          name={filter.name}
          none={filter.none}
          value={value}
          choices={filter.choices}
          onChange={set}
        />
      );
    case 'entity':
      return <EntityFilter filter={filter} value={value} onChange={set} />;
    case 'text':
      return <KnownTextFilter filter={filter} value={value} onChange={set} />;
    case 'flag':
      return (
        <PickerButton
          plain
          chosen={value === 'true'}
          aria-pressed={value === 'true'}
          {...(value === 'true' ? { icon: 'check' as const } : {})}
          onClick={() => set(value === 'true' ? undefined : 'true')}
        >
          {filter.name}
        </PickerButton>
      );
    case 'days':
      return <DaysFilter filter={filter} search={search} onChange={onChange} />;
  }
}

type EntityFilterProps = {
  filter: Extract<Filter, { kind: 'entity' }>;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
};

function EntityFilter({ filter, value, onChange }: EntityFilterProps) {
  const source = filter.source as EntitySource<{ id: string }>;
  const [typed, setTyped] = useState('');
  const [opened, setOpened] = useState(false);
  const [asked] = useDebouncedValue(typed, 150);
  const { choices, isFetching } = useEntityChoices(source, {
    typed: asked,
    asks: opened,
    question: filter.question,
  });
  return (
    <ChoicePicker
      name={filter.name}
      none={filter.none}
      value={value}
      chosenLabel={useEntityLabel(source, value)}
      choices={choices.map(({ note, ...choice }) => (note === null ? choice : { ...choice, note }))}
      searchable
      onType={setTyped}
      onOpen={() => setOpened(true)}
      loading={isFetching || asked !== typed}
      onChange={onChange}
    />
  );
}

type KnownTextFilterProps = {
  filter: Extract<Filter, { kind: 'text' }>;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
};

function KnownTextFilter({ filter, value, onChange }: KnownTextFilterProps) {
  const [opened, setOpened] = useState(false);
  const { data, isFetching } = useKnownTexts(filter.path, opened);
  return (
    <ChoicePicker
      name={filter.name}
      none={filter.none}
      value={value}
      chosenLabel={value}
      choices={(data?.items ?? []).map(({ name }) => ({ value: name, label: name }))}
      searchable
      onOpen={() => setOpened(true)}
      loading={isFetching}
      onChange={onChange}
    />
  );
}

const textDelayMs = 180;

type TextFilterProps = { finds: string; text: string | undefined; onChange: ChangePageSearch };

/** What is typed shows at once; the list follows when the typing pauses. */
function TextFilter({ finds, text, onChange }: TextFilterProps) {
  const [typed, setTyped] = useState(text ?? '');
  const input = useRef<HTMLInputElement>(null);
  const asked = useRef(text);
  useKeys({ '/': () => input.current?.select() });
  useEffect(() => {
    // The address changed by another way: Back, or Clear.
    if (text !== asked.current) setTyped(text ?? '');
    asked.current = text;
  }, [text]);
  useEffect(() => {
    const wanted = typed.trim() === '' ? undefined : typed.trim();
    if (wanted === asked.current) return;
    const waiting = setTimeout(() => {
      asked.current = wanted;
      onChange({ text: wanted }, 'replace');
    }, textDelayMs);
    return () => clearTimeout(waiting);
  }, [typed, onChange]);
  return (
    <TextInput
      ref={input}
      className={classes.search}
      type="search"
      aria-label={`Find by ${finds.toLowerCase()}`}
      placeholder={finds}
      leftSection={<Icon name="search" size={14} />}
      rightSection={typed === '' ? <kbd className={classes.slash}>/</kbd> : null}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}
