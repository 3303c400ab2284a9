import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { guides, readTexts } from 'virtual:guides';
import { AppLink } from '../../ui/AppLink.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { Block } from '../../ui/PageBody.tsx';
import { useFirm } from '../../util/firm-context.ts';
import { useKeys } from '../../util/keys.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { findParts } from './find-parts.ts';
import classes from './help.module.css';

/** What is looked for stands in the address, so that Back shows what was found again. */
export function FindField() {
  const [search, change] = usePageSearch();
  const input = useRef<HTMLInputElement>(null);
  useKeys({ '/': () => input.current?.select() });
  return (
    <TextInput
      ref={input}
      type="search"
      aria-label="Find in the guides"
      placeholder="Find in the guides"
      leftSection={<Icon name="search" />}
      value={search['find'] ?? ''}
      onChange={(event) => change({ find: event.currentTarget.value }, 'replace')}
    />
  );
}

export function Found({ wanted }: { wanted: string }) {
  const { role } = useFirm();
  const { data, error, refetch } = useQuery({
    queryKey: ['help', 'texts'],
    queryFn: async () => (await readTexts()).parts,
    staleTime: Infinity,
  });
  if (error !== null) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return null;
  const own = guides.filter(({ roles }) => roles.includes(role)).map(({ name }) => name);
  const found = findParts(data, wanted, own);
  const titles = new Map(guides.map(({ name, title }) => [name, title]));
  if (found.length === 0)
    return <Notice title="Nothing of that kind in the guides">Other words may find it, or fewer.</Notice>;
  return (
    <Block title="Found in the guides">
      <ol className={classes.found}>
        {found.map(({ guide, id, title, around }) => (
          <li key={`${guide}#${id}`}>
            <AppLink href={`/help/${guide}${id === '' ? '' : `#${id}`}`}>
              {title || titles.get(guide)}
            </AppLink>
            <small>{titles.get(guide)}</small>
            <span>{around}</span>
          </li>
        ))}
      </ol>
    </Block>
  );
}
