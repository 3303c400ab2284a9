import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { AppLink } from '../../ui/AppLink.tsx';
import { Block, PageBody } from '../../ui/PageBody.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useFirm, useMay } from '../../util/firm-context.ts';
import { guides } from './guides.ts';
import classes from './help.module.css';
import { words } from '../../util/trade-words.ts';

/** How each role gets its work done, and what the words mean. */
export function HelpPage() {
  return (
    <>
      <title>Help · Workledger</title>
      <PageHeader title="Help" />
      <PageBody width="text">
        <p className="quiet">
          <kbd>?</kbd> shows the keys of the page you are on. <kbd>Ctrl</kbd> <kbd>K</kbd> finds anything and
          does anything.
        </p>
        <Guides />
        <Words />
      </PageBody>
    </>
  );
}

/** The guide of one's own role comes first. */
function Guides() {
  const { role } = useFirm();
  const may = useMay();
  const sorted = guides.toSorted(
    (one, other) => Number(other.roles.includes(role)) - Number(one.roles.includes(role)),
  );
  return (
    <>
      {sorted.map(({ title, steps }) => {
        const own = steps.filter(({ needs }) => may(needs));
        return own.length === 0 ? null : (
          <Block key={title} title={title}>
            <ol className={classes.guide}>
              {own.map(({ href, label, text }) => (
                <li key={label}>
                  <AppLink href={href}>{label}</AppLink>
                  <span>{text}</span>
                </li>
              ))}
            </ol>
          </Block>
        );
      })}
    </>
  );
}

function Words() {
  const [wanted, setWanted] = useState('');
  const found = Object.values(words)
    .filter((entry) => entry.join(' ').toLowerCase().includes(wanted.trim().toLowerCase()))
    .toSorted(([one], [other]) => one.localeCompare(other));
  return (
    <Block
      title="What the words mean"
      actions={
        <TextInput
          size="xs"
          aria-label="Find a word"
          placeholder="Find a word"
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
      }
    >
      <dl className={classes.words}>
        {found.map(([word, meaning]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      {found.length === 0 && <p className="quiet">No word like that. Ctrl K finds pages and records.</p>}
    </Block>
  );
}
