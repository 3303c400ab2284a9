import { Popover } from '@mantine/core';
import { useState } from 'react';
import { words, type Word } from '../util/trade-words.ts';
import classes from './explain.module.css';
import { Icon } from './icons.tsx';

/** A small question mark beside a word of the trade: what it means here. */
export function Explain({ word }: { word: Word }) {
  const [opened, setOpened] = useState(false);
  const [name, meaning] = words[word];
  return (
    <Popover opened={opened} onChange={setOpened} width={280} position="bottom-start" returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.mark}
          aria-label={`What is this: ${name}?`}
          onClick={() => setOpened(!opened)}
        >
          <Icon name="question" size={13} />
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.text} aria-label={name}>
        <strong>{name}</strong>
        <p>{meaning}</p>
      </Popover.Dropdown>
    </Popover>
  );
}
