// The views of a list, under one button: choose one, save what shows, share it, remove it. The button names the view that
// shows; one that was changed since can be saved anew under its name.

import { Button, Checkbox, Popover, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useState } from 'react';
import { asProblem } from '../api/problem.ts';
import { Icon } from '../ui/icons.tsx';
import { PickerButton } from '../ui/PickerButton.tsx';
import picker from '../ui/picker.module.css';
import { useMay } from '../util/firm-context.ts';
import type { ChangePageSearch, PageSearch } from '../util/page-search.ts';
import type { SavedView } from './saved-views.ts';
import { filtersIn, isShown, searchOf, useViewActs, useViews } from './saved-views.ts';
import classes from './saved-views.module.css';

type SavedViewsProps = {
  /** What the list is called in a view: 'jobs'. */
  list: string;
  search: PageSearch;
  onChange: ChangePageSearch;
  /** The parameters of the address that a view keeps. */
  keys: readonly string[];
};

export function SavedViews({ list, search, onChange, keys }: SavedViewsProps) {
  const [opened, setOpened] = useState(false);
  const [chosenId, setChosenId] = useState<string>();
  const filters = filtersIn(search, keys);
  const isPlain = Object.keys(filters).length === 0;
  // Until something is chosen there is nothing that a view could be called.
  const { data: views = [], isPending } = useViews(list, opened || !isPlain);
  const shown = isPlain ? undefined : views.find((view) => isShown(view, search, keys));
  const chosen = isPlain ? undefined : views.find(({ id }) => id === chosenId);
  const choose = (view: SavedView) => {
    setOpened(false);
    setChosenId(view.id);
    onChange(searchOf(view, keys));
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={300} trapFocus returnFocus>
      <Popover.Target>
        <PickerButton icon="view" quiet chosen={shown !== undefined} onClick={() => setOpened(!opened)}>
          {shown?.name ?? (chosen ? `${chosen.name}, changed` : 'Views')}
        </PickerButton>
      </Popover.Target>
      <Popover.Dropdown className={picker.dropdown} aria-label="Views">
        <div className={classes.views}>
          {views.length > 0 && (
            <ul>
              {views.map((view) => (
                <ViewLine key={view.id} view={view} isShown={view.id === shown?.id} onChoose={choose} />
              ))}
            </ul>
          )}
          {views.length === 0 && !isPending && (
            <p>Filters, sorting and columns can be kept here under a name.</p>
          )}
          <Saving
            list={list}
            filters={filters}
            shown={shown}
            chosen={chosen}
            onSaved={(view) => {
              setChosenId(view.id);
              setOpened(false);
            }}
          />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

type ViewLineProps = { view: SavedView; isShown: boolean; onChoose: (view: SavedView) => void };

function ViewLine({ view, isShown: shows, onChoose }: ViewLineProps) {
  const { changing, removing } = useViewActs();
  const mayChange = useMay()('firm.settings') || view.isOwn;
  const { name, shared } = view;
  return (
    <li>
      <button
        type="button"
        className={classes.choose}
        aria-current={shows || undefined}
        onClick={() => onChoose(view)}
      >
        <span>{name}</span>
        {shared && <span>{view.isOwn ? 'shared' : `from ${view.ownerName}`}</span>}
      </button>
      {mayChange && (
        <>
          <button
            type="button"
            className={classes.sign}
            aria-pressed={shared}
            aria-label={`Share ${name} with the firm`}
            title={shared ? 'Everybody in the firm has it' : 'Share with the firm'}
            onClick={() =>
              changing.tell({
                view,
                to: { shared: !shared },
                said: shared ? `“${name}” is yours alone again` : `Everybody in the firm has “${name}” now`,
              })
            }
          >
            <Icon name="people" size={14} />
          </button>
          <button
            type="button"
            className={classes.sign}
            aria-label={`Remove the view ${name}`}
            title="Remove"
            onClick={() => removing.tell(view)}
          >
            <Icon name="trash" size={14} />
          </button>
        </>
      )}
    </li>
  );
}

type SavingProps = {
  list: string;
  filters: Record<string, string>;
  shown: SavedView | undefined;
  /** The view that was chosen before something was changed. */
  chosen: SavedView | undefined;
  onSaved: (view: SavedView) => void;
};

function Saving({ list, filters, shown, chosen, onSaved }: SavingProps) {
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const { saving, changing } = useViewActs();
  if (Object.keys(filters).length === 0) {
    return <p>To save a view, narrow or sort the list first.</p>;
  }
  if (shown !== undefined) return null;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return;
    try {
      onSaved(await saving.ask({ list, name: name.trim(), filters, shared }));
    } catch {
      // It stands at the field.
    }
  };
  const overwrite = async (view: SavedView) => {
    onSaved(await changing.ask({ view, to: { filters }, said: `“${view.name}” saved` }));
  };
  const said = saving.problem === null ? null : asProblem(saving.problem).said;
  return (
    <form className={classes.saving} onSubmit={(event) => void save(event)}>
      {chosen !== undefined && chosen.isOwn && (
        <Button size="xs" variant="default" onClick={() => void overwrite(chosen)}>
          Save “{chosen.name}” as it is now
        </Button>
      )}
      <TextInput
        size="xs"
        label="Save what shows as"
        maxLength={100}
        value={name}
        error={said === null ? null : said.errors[0]?.detail || said.detail || said.title}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Checkbox
        size="xs"
        label="For everybody in the firm"
        checked={shared}
        onChange={(event) => setShared(event.currentTarget.checked)}
      />
      <Button type="submit" size="xs" loading={saving.isBusy} disabled={name.trim() === ''}>
        Save the view
      </Button>
    </form>
  );
}
