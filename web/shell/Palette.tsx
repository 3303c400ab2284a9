// The command palette: type to find a page, something to do on the page that shows, or any record; arrows and Enter to
// choose. The focus never leaves the input; what is marked is told by aria-activedescendant.

import { Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import type { KeyboardEvent } from 'react';
import { useEffect, useId, useRef, useState } from 'react';
import { searchQuery } from '../api/search.ts';
import type { IconName } from '../ui/icons.tsx';
import { Icon } from '../ui/icons.tsx';
import { addressOf } from '../util/addresses.ts';
import type { RecordKind } from '../util/addresses.ts';
import { useRegisteredCommands } from '../util/commands.ts';
import { useMay } from '../util/firm-context.ts';
import type { NavEntry } from './navigation.ts';
import classes from './palette.module.css';
import { recentRecords, rememberRecord } from './recent.ts';

type Entry = {
  id: string;
  group: string;
  icon: IconName;
  label: string;
  note?: string | undefined;
  keys?: string | undefined;
  onChoose: () => unknown;
};

const kindWords: Readonly<Record<RecordKind, readonly [word: string, icon: IconName]>> = {
  client: ['Client', 'people'],
  contact: ['Contact', 'people'],
  job: ['Job', 'job'],
  quote: ['Quote', 'quote'],
  invoice: ['Invoice', 'invoice'],
  creditNote: ['Credit note', 'invoice'],
  payment: ['Payment', 'payment'],
  billingRun: ['Billing run', 'run'],
  staff: ['Staff', 'staff'],
  task: ['Task', 'check'],
  import: ['Import', 'upload'],
};

const searchDelayMs = 120;
const searchLengthMin = 2;

type PaletteProps = { pages: readonly NavEntry[]; onClose: () => void };

export default function Palette({ pages, onClose }: PaletteProps) {
  const [typed, setTyped] = useState('');
  const [marked, setMarked] = useState(0);
  const id = useId();
  const { entries, isSearching } = useEntries(typed, pages);
  const list = useRef<HTMLDivElement>(null);
  const at = Math.min(marked, Math.max(0, entries.length - 1));
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const choose = (entry: Entry | undefined) => {
    if (entry === undefined) return;
    onClose();
    // The dialog gives the focus back first; what is chosen may want it.
    setTimeout(() => entry.onChoose(), 0);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setMarked(Math.max(0, Math.min(entries.length - 1, at + step)));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(entries[at]);
    }
  };
  return (
    <Modal.Root
      opened
      onClose={onClose}
      size={600}
      padding={0}
      yOffset="12vh"
      centered={false}
      transitionProps={{ duration: 0 }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label="Find or do anything">
        <div className={classes.search}>
          <Icon name="search" />
          <input
            role="combobox"
            aria-label="Find or do anything"
            aria-expanded="true"
            aria-controls={`${id}-list`}
            aria-activedescendant={entries.length > 0 ? `${id}-${at}` : undefined}
            aria-autocomplete="list"
            placeholder="Find a page, a client, a job, a number, or something to do"
            autoComplete="off"
            spellCheck={false}
            data-autofocus
            value={typed}
            onKeyDown={onKeyDown}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              setMarked(0);
            }}
          />
        </div>
        <div
          ref={list}
          id={`${id}-list`}
          role="listbox"
          aria-label="What was found"
          className={classes.list}
          tabIndex={-1}
        >
          {entries.map((entry, place) => (
            <EntryLine
              key={entry.id}
              entry={entry}
              id={`${id}-${place}`}
              isFirst={entry.group !== entries[place - 1]?.group}
              isMarked={place === at}
              onMark={() => setMarked(place)}
              onChoose={() => choose(entry)}
            />
          ))}
        </div>
        {entries.length === 0 && (
          <p className={classes.none} role="status">
            {isSearching ? 'Looking…' : 'Nothing of that name'}
          </p>
        )}
      </Modal.Content>
    </Modal.Root>
  );
}

type EntryLineProps = {
  entry: Entry;
  id: string;
  isFirst: boolean;
  isMarked: boolean;
  onMark: () => void;
  onChoose: () => void;
};

function EntryLine({ entry, id, isFirst, isMarked, onMark, onChoose }: EntryLineProps) {
  return (
    <>
      {isFirst && (
        <div className={classes.group} role="presentation">
          {entry.group}
        </div>
      )}
      <div
        id={id}
        role="option"
        tabIndex={-1}
        aria-selected={isMarked}
        className={classes.entry}
        onMouseMove={onMark}
        onClick={onChoose}
        onKeyDown={() => undefined}
      >
        <Icon name={entry.icon} />
        <span className={classes.label}>{entry.label}</span>
        {entry.note !== undefined && <span className={classes.note}>{entry.note}</span>}
        {entry.keys !== undefined && <kbd className={classes.keys}>{entry.keys}</kbd>}
      </div>
    </>
  );
}

function useEntries(typed: string, pages: readonly NavEntry[]) {
  const router = useRouter();
  const commands = useRegisteredCommands();
  const may = useMay();
  const wanted = typed.trim();
  const [asked] = useDebouncedValue(wanted, searchDelayMs);
  const { data, isFetching } = useQuery({
    ...searchQuery(asked),
    enabled: asked.length >= searchLengthMin,
  });
  const go = (href: string) => router.history.push(href);
  const ofCommands = commands.map((command, place): Entry & { words: string } => ({
    id: `command ${place}`,
    group: 'On this page',
    icon: 'chevronRight',
    label: command.label,
    words: command.words ?? '',
    keys: command.key?.toUpperCase(),
    onChoose: () => command.onChoose(),
  }));
  const ofAdding = pages.flatMap(({ adds }): (Entry & { words: string })[] =>
    adds !== undefined && may(adds.needs) && commands.every(({ label }) => label !== adds.label)
      ? [
          {
            id: adds.href,
            group: 'Anywhere',
            icon: 'plus',
            label: adds.label,
            words: '',
            onChoose: () => go(adds.href),
          },
        ]
      : [],
  );
  const ofPages = pages.map((page): Entry & { words: string } => ({
    id: page.href,
    group: 'Go to',
    icon: page.icon,
    label: page.label,
    words: '',
    keys: page.key === undefined ? undefined : `g ${page.key}`,
    onChoose: () => go(page.href),
  }));
  const ofRecords = (asked.length >= searchLengthMin && wanted !== '' ? (data ?? []) : []).map(
    (found): Entry => {
      const href = addressOf(found);
      const [word, icon] = kindWords[found.kind];
      return {
        id: `${found.kind} ${found.id}`,
        group: 'Records',
        icon,
        label: found.title,
        note: [word, found.subtitle].filter(Boolean).join(' · '),
        onChoose: () => {
          rememberRecord({ kind: found.kind, id: found.id, title: found.title, href });
          go(href);
        },
      };
    },
  );
  const ofRecent = (wanted === '' ? recentRecords() : []).map(({ kind, title, href }): Entry => ({
    id: `recent ${href}`,
    group: 'Opened lately',
    icon: kindWords[kind]?.[1] ?? 'external',
    label: title,
    note: kindWords[kind]?.[0],
    onChoose: () => go(href),
  }));
  const fits = ({ label, words }: { label: string; words: string }) =>
    isFound(`${label} ${words}`.toLowerCase(), wanted.toLowerCase());
  const entries: Entry[] = [
    ...ofCommands.filter(fits),
    ...ofRecent,
    ...ofRecords,
    ...ofAdding.filter(fits),
    ...ofPages.filter(fits),
  ];
  return { entries, isSearching: isFetching || asked !== wanted };
}

/** Each word that was typed begins some word of the text. */
function isFound(text: string, wanted: string): boolean {
  return wanted
    .split(/\s+/)
    .every((word) => ` ${text}`.includes(` ${word}`) || (word.length > 2 && text.includes(word)));
}
