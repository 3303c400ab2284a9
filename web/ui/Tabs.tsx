import { AppLink } from './AppLink.tsx';
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { usePageSearch } from '../util/page-search.ts';
import { stringifySearch } from '../util/search.ts';
import { useFormats } from '../util/firm-context.ts';
import classes from './tabs.module.css';

export type Tab = {
  value: string;
  label: string;
  count?: number | undefined;
  /** Of a part that has an address of its own. */
  href?: string;
};

type TabsProps = {
  label: string;
  tabs: readonly Tab[];
  /** Which one shows, where the address has no `tab` to say so. */
  shown?: string;
};

/** The parts of a page, one at a time. Which one is in the address (`tab`), so Back works and a link shows the same. */
export function Tabs({ label, tabs, shown }: TabsProps) {
  const [search] = usePageSearch();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const formats = useFormats();
  const named = useTab(tabs);
  const current = shown ?? named;
  const bar = useRef<HTMLElement>(null);
  // On a phone the parts do not all fit beside each other.
  useEffect(() => {
    const tab = bar.current?.querySelector<HTMLElement>('[aria-current]');
    if (tab && bar.current)
      bar.current.scrollLeft = tab.offsetLeft - (bar.current.clientWidth - tab.clientWidth) / 2;
  }, [current]);
  return (
    <nav className={classes.tabs} aria-label={label} ref={bar}>
      {tabs.map(({ value, label: words, count, href }, place) => (
        <AppLink
          key={value}
          href={href ?? path + stringifySearch({ tab: place === 0 ? undefined : value, ...kept(search) })}
          aria-current={value === current ? 'page' : undefined}
        >
          {words}
          {count !== undefined && <span className={classes.count}>{formats.count(count)}</span>}
        </AppLink>
      ))}
    </nav>
  );
}

/** The part that shows: the first unless the address names another. */
export function useTab(tabs: readonly Tab[]): string {
  const [{ tab }] = usePageSearch();
  return tabs.find(({ value }) => value === tab)?.value ?? tabs[0]?.value ?? '';
}

/** What the address says besides belongs to the part that is left. */
function kept(search: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return { asAt: search['asAt'] };
}
