import { Popover, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import type { BillingGroups } from '../../api/estimated-billings.ts';
import { facetQuery } from '../../api/estimated-billings.ts';
import type { Choice } from '../../ui/ChoicePicker.tsx';
import { ChoicePicker } from '../../ui/ChoicePicker.tsx';
import { Icon } from '../../ui/icons.tsx';
import { PickerButton } from '../../ui/PickerButton.tsx';
import picker from '../../ui/picker.module.css';
import { useFormats } from '../../util/firm-context.ts';
import type { Formats } from '../../util/formats.ts';
import { useKeys } from '../../util/keys.ts';
import type { ChangeSearch, WipSearch } from './search.ts';
import { filtersOf, noFilters, oneSign } from './search.ts';
import classes from './wip.module.css';

type FiltersProps = { search: WipSearch; onChange: ChangeSearch; children: ReactNode };

const signChoices: readonly Choice[] = [
  { value: 'positive', label: 'Above zero' },
  { value: 'negative', label: 'Below zero' },
  { value: 'zero', label: 'Zero' },
];

/** Everything that narrows the list, in one line; it scrolls sideways where the line is short. */
export function Filters({ search, onChange, children }: FiltersProps) {
  return (
    <div className={classes.filters} role="search" aria-label="Filters">
      <TextFilter text={search.text} onChange={onChange} />
      <div className={classes.chips}>
        <FacetPicker facet="client" name="Client" none="All clients" search={search} onChange={onChange} />
        <FacetPicker facet="manager" name="Manager" none="All managers" search={search} onChange={onChange} />
        <FacetPicker facet="partner" name="Partner" none="All partners" search={search} onChange={onChange} />
        <FacetPicker facet="state" name="State" none="All states" search={search} onChange={onChange} />
        <ChoicePicker
          name="Net WIP"
          none="Any sign"
          value={search.sign}
          choices={signChoices}
          onChange={(sign) => onChange({ sign: oneSign(sign) })}
        />
        <MinimumPicker minimum={search.minimum} onChange={onChange} />
        {filtersOf(search) > 0 && (
          <PickerButton plain icon="close" onClick={() => onChange(noFilters)}>
            Clear
          </PickerButton>
        )}
      </div>
      <div className={classes.views}>{children}</div>
    </div>
  );
}

const textDelayMs = 180;

/** Finds by job or client. What is typed shows at once; the list follows when the typing pauses. */
function TextFilter({ text, onChange }: { text: string | undefined; onChange: ChangeSearch }) {
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
      aria-label="Find a job or client"
      placeholder="Job or client"
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

type FacetPickerProps = {
  facet: 'client' | 'manager' | 'partner' | 'state';
  name: string;
  none: string;
  search: WipSearch;
  onChange: ChangeSearch;
};

/** The clients, managers, partners or states that have listed jobs, each with its net WIP. */
function FacetPicker({ facet, name, none, search, onChange }: FacetPickerProps) {
  const [opened, setOpened] = useState(false);
  const value = search[facet];
  const formats = useFormats();
  const { data, isPending } = useQuery({
    ...facetQuery(facet, search),
    enabled: opened || value !== undefined,
  });
  return (
    <ChoicePicker
      name={name}
      none={none}
      value={value}
      searchable={facet !== 'state'}
      choices={choicesOf(data ?? [], formats)}
      loading={isPending}
      onOpen={() => setOpened(true)}
      onChange={(chosen) => onChange({ [facet]: chosen })}
    />
  );
}

function choicesOf(groups: BillingGroups, formats: Formats): Choice[] {
  return groups.flatMap(({ id, name, totals }) => {
    if (id === null || name === null) return [];
    const [total] = totals;
    return [
      {
        value: id,
        label: name,
        note: totals.length === 1 && total ? formats.amount(total.netWip) : undefined,
      },
    ];
  });
}

/** Leaves out jobs whose net WIP is nearer to zero than this. */
function MinimumPicker({ minimum, onChange }: { minimum: string | undefined; onChange: ChangeSearch }) {
  const formats = useFormats();
  const [opened, setOpened] = useState(false);
  const [typed, setTyped] = useState(minimum ?? '');
  const wanted = typed.replace(/[,\s]/g, '');
  const isAmount = wanted === '' || /^\d{1,15}(\.\d{1,3})?$/.test(wanted);
  const apply = (event: FormEvent) => {
    event.preventDefault();
    if (!isAmount) return;
    setOpened(false);
    onChange({ minimum: wanted === '' ? undefined : wanted });
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={260} trapFocus returnFocus>
      <Popover.Target>
        <PickerButton
          chosen={minimum !== undefined}
          onClick={() => {
            setTyped(minimum ?? '');
            setOpened(!opened);
          }}
        >
          {minimum === undefined ? 'Minimum' : `At least ${formats.amount(minimum)}`}
        </PickerButton>
      </Popover.Target>
      <Popover.Dropdown className={picker.dropdown} aria-label="Minimum">
        <form className={classes.minimum} onSubmit={apply}>
          <TextInput
            label="Net WIP of at least"
            description="Either side of zero. Empty for no minimum."
            inputMode="decimal"
            data-autofocus
            value={typed}
            error={isAmount ? null : 'An amount such as 500 or 1250.50'}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <button type="submit" className={classes.apply}>
            Apply
          </button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
