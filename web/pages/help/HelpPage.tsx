import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { guides } from 'virtual:guides';
import type { Guide } from 'virtual:guides';
import { AppLink } from '../../ui/AppLink.tsx';
import { Block, PageBody } from '../../ui/PageBody.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useFirm } from '../../util/firm-context.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { FindField, Found } from './Find.tsx';
import classes from './help.module.css';
import { figureWords } from '../../util/figure-rules.ts';
import { words } from '../../util/trade-words.ts';

/** How each role gets its work done, and what the words mean. */
export function HelpPage() {
  const [search] = usePageSearch();
  const wanted = (search['find'] ?? '').trim();
  return (
    <>
      <title>Help · Workledger</title>
      <PageHeader title="Help" />
      <PageBody width="text">
        <div>
          <FindField />
          <p className={classes.keys}>
            <kbd>?</kbd> shows the keys of the page you are on, <kbd>g</kbd> <kbd>?</kbd> opens the help with
            it. <kbd>Ctrl</kbd> <kbd>K</kbd> finds anything and does anything.
          </p>
        </div>
        {wanted === '' ? <Guides /> : <Found wanted={wanted} />}
        <Words />
      </PageBody>
    </>
  );
}

/** The guide of one's own role comes first, with all that it tells. */
function Guides() {
  const { role } = useFirm();
  const isOwn = ({ roles }: Guide) => roles.includes(role);
  const own = guides.filter(isOwn);
  const ofRoles = guides.filter((guide) => guide.group === 'roles' && !isOwn(guide));
  return (
    <>
      {own.map((guide) => (
        <Block key={guide.name} title={`Your guide: ${guide.title}`}>
          <Tasks guide={guide} />
        </Block>
      ))}
      <Block title={own.length > 0 ? 'What others do' : 'By what you do'}>
        <List guides={ofRoles} />
      </Block>
      <Block title="One subject each">
        <List guides={guides.filter(({ group }) => group === 'subjects')} />
      </Block>
      <Block title="For programs, and by typing commands">
        <List guides={guides.filter(({ group }) => group === 'programs')} />
      </Block>
      <Block title="For whoever runs the installation">
        <List guides={guides.filter(({ group }) => group === 'operating')} />
      </Block>
    </>
  );
}

function Tasks({ guide: { name, tasks } }: { guide: Guide }) {
  return (
    <ul className={classes.tasks}>
      {tasks.map(({ id, title }) => (
        <li key={id}>
          <AppLink href={`/help/${name}#${id}`}>{title}</AppLink>
        </li>
      ))}
    </ul>
  );
}

function List({ guides: listed }: { guides: readonly Guide[] }) {
  return (
    <ul className={classes.guides}>
      {listed.map(({ name, title, tasks }) => (
        <li key={name}>
          <AppLink href={`/help/${name}`}>{title}</AppLink>
          <span>{tasks.map((task) => task.title).join(' · ')}</span>
        </li>
      ))}
    </ul>
  );
}

function Words() {
  const [wanted, setWanted] = useState('');
  const found = [...Object.values(words), ...figureWords]
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
