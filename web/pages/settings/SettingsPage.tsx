import { Skeleton } from '@mantine/core';
import { useParams, useRouter } from '@tanstack/react-router';
import { Suspense, useMemo } from 'react';
import { AppLink } from '../../ui/AppLink.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useCommands } from '../../util/commands.ts';
import { useFirm } from '../../util/firm-context.ts';
import type { SettingsGroup } from './sections.ts';
import { settingsFor } from './sections.ts';
import classes from './settings.module.css';

/** How the firm works: a list of sections, and the one that is named in the address. */
export function SettingsPage() {
  const { section } = useParams({ strict: false }) as { section?: string };
  const firm = useFirm();
  const groups = useMemo(() => settingsFor(firm), [firm]);
  const sections = groups.flatMap((group) => group.sections);
  const shown = section === undefined ? sections[0] : sections.find(({ key }) => key === section);
  useSectionCommands(groups);
  const title = section === undefined ? 'Settings' : (shown?.label ?? 'Settings');
  return (
    <>
      <title>{`${title} · Settings · Workledger`}</title>
      <PageHeader title="Settings" />
      <div
        className={classes.page}
        data-at={section === undefined && shown !== undefined ? 'list' : 'section'}
      >
        <SectionList groups={groups} current={shown?.key} isChosen={section !== undefined} />
        <div className={classes.content}>
          <AppLink className={classes.back} href="/settings">
            <Icon name="arrowLeft" size={14} /> All settings
          </AppLink>
          <div key={shown?.key} className={classes.section}>
            {shown === undefined ? (
              <Notice title="There is no such section">
                It may be one that your role does not see. The list has all that it does.
              </Notice>
            ) : (
              <Suspense fallback={<Skeleton height={320} />}>
                <shown.Content />
              </Suspense>
            )}
          </div>
        </div>
      </div>
    </>
  );
}

type SectionListProps = {
  groups: readonly SettingsGroup[];
  current: string | undefined;
  isChosen: boolean;
};

function SectionList({ groups, current, isChosen }: SectionListProps) {
  return (
    <nav className={classes.list} aria-label="Settings">
      {groups.map(({ title, sections }) => (
        <div key={title}>
          <h2>{title}</h2>
          <ul>
            {sections.map(({ key, label }) => (
              <li key={key}>
                <AppLink
                  href={`/settings/${key}`}
                  aria-current={key === current ? (isChosen ? 'page' : 'true') : undefined}
                >
                  {label}
                </AppLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <div>
        <h2>Elsewhere</h2>
        <Elsewhere />
      </div>
    </nav>
  );
}

const elsewhere = [
  { href: '/billing-runs', label: 'Rules of billing runs' },
  { href: '/reports/wip-journal', label: 'Accounts of the WIP journal' },
  { href: '/profile', label: 'Your profile' },
] as const;

/** What is set where it is used. */
function Elsewhere() {
  const router = useRouter();
  return (
    <ul>
      {elsewhere
        .filter(({ href }) => href in router.routesByPath)
        .map(({ href, label }) => (
          <li key={href}>
            <AppLink href={href}>{label}</AppLink>
          </li>
        ))}
    </ul>
  );
}

function useSectionCommands(groups: readonly SettingsGroup[]): void {
  const router = useRouter();
  useCommands(
    groups.flatMap(({ sections }) =>
      sections.map(({ key, label, words }) => ({
        label: `Settings: ${label}`,
        words,
        onChoose: () => router.history.push(`/settings/${key}`),
      })),
    ),
  );
}
