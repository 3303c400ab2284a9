import { Kbd, Modal } from '@mantine/core';
import { Fragment } from 'react';
import classes from './shell.module.css';

const sections: readonly {
  title: string;
  keys: readonly (readonly [keys: readonly string[], meaning: string])[];
}[] = [
  {
    title: 'Anywhere',
    keys: [
      [['g', 'w'], 'Go to Estimated Billings'],
      [['/'], 'Search on this page'],
      [['?'], 'Show these keys'],
      [['Esc'], 'Close what lies on top'],
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

/** The keys that work, for whoever presses `?`. */
export function KeysDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" size="sm">
      {sections.map(({ title, keys }) => (
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
    </Modal>
  );
}
