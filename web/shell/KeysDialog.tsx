import { Kbd, Modal } from '@mantine/core';
import { Fragment } from 'react';
import { useRegisteredCommands } from '../util/commands.ts';
import type { NavEntry } from './navigation.ts';
import classes from './shell.module.css';

type Section = {
  title: string;
  keys: readonly (readonly [keys: readonly string[], meaning: string])[];
};

const sections: readonly Section[] = [
  {
    title: 'Anywhere',
    keys: [
      [['Ctrl', 'K'], 'Find or do anything'],
      [['['], 'Fold or unfold the list of pages'],
      [['/'], 'Search on this page'],
      [['?'], 'Show these keys'],
      [['Esc'], 'Close what lies on top'],
    ],
  },
  {
    title: 'In the timesheet',
    keys: [
      [['Tab'], 'Next cell; arrows and Enter as in a spreadsheet'],
      [['N'], 'Note, and the entries of a cell'],
      [['S'], 'Start a timer on the row'],
      [['Esc'], 'Take back what is typed; leave the grid'],
      [['Ctrl', 'Z'], 'Take back the last cell'],
    ],
  },
  {
    title: 'In a table',
    keys: [
      [['J'], 'Next row'],
      [['K'], 'Row before'],
      [['Enter'], 'Open the row'],
      [['Space'], 'Peek: how its figure came about'],
      [['X'], 'Select or deselect the row'],
    ],
  },
];

type KeysDialogProps = {
  opened: boolean;
  pages: readonly NavEntry[];
  onHelp: () => void;
  onClose: () => void;
};

/** The keys that work, for whoever presses `?`. */
export function KeysDialog({ opened, pages, onHelp, onClose }: KeysDialogProps) {
  const commands = useRegisteredCommands();
  const all: readonly Section[] = [
    {
      title: 'On this page',
      keys: commands.flatMap(({ key, label }) => (key === undefined ? [] : [[shown(key), label] as const])),
    },
    {
      title: 'Go to',
      keys: pages.flatMap(({ key, label }) => (key === undefined ? [] : [[['g', key], label] as const])),
    },
    ...sections,
    {
      title: 'In a form',
      keys: [
        [['Ctrl', 'Enter'], 'Save'],
        [['Esc'], 'Close; what was typed is kept'],
      ],
    },
  ];
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" size="lg">
      <div className={classes.keySections}>
        {all
          .filter(({ keys }) => keys.length > 0)
          .map(({ title, keys }) => (
            <section key={title} className={classes.keys}>
              <h3>{title}</h3>
              <dl>
                {keys.map(([combination, meaning]) => (
                  <Fragment key={meaning}>
                    <dt>
                      {combination.map((key) => (
                        <Kbd key={key}>{key}</Kbd>
                      ))}
                    </dt>
                    <dd>{meaning}</dd>
                  </Fragment>
                ))}
              </dl>
            </section>
          ))}
      </div>
      <button
        type="button"
        className={classes.textLink}
        onClick={() => {
          onClose();
          onHelp();
        }}
      >
        Help with this page
      </button>
    </Modal>
  );
}

function shown(key: string): string[] {
  return key.length === 1 ? [key.toUpperCase()] : key.split(' ');
}
