import { useMediaQuery } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Navigate, Outlet, useMatches, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { listenForChanges } from '../api/live.ts';
import { preferencesQuery } from '../api/preferences.ts';
import type { SessionFirm } from '../api/session.ts';
import { sessionQuery } from '../api/session.ts';
import { setNavFolded, useLook } from '../theme/appearance.ts';
import { ConfirmHost } from '../ui/ConfirmHost.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Toasts } from '../ui/Toasts.tsx';
import { useCommands } from '../util/commands.ts';
import { DurationContext, FirmContext } from '../util/firm-context.ts';
import { useKeys } from '../util/keys.ts';
import { BottomBar } from './BottomBar.tsx';
import { ClosedPage } from './FaultPage.tsx';
import { KeysDialog } from './KeysDialog.tsx';
import { Nav } from './Nav.tsx';
import { OutsideOfFirms } from './OutsideOfFirms.tsx';
import type { NavEntry } from './navigation.ts';
import { navigationFor } from './navigation.ts';
import { closePalette, openPalette, usePaletteOpened } from './palette-state.ts';
import classes from './shell.module.css';

const TimerStrip = lazy(() => import('../pages/timesheet/timer/TimerStrip.tsx'));
const UnsentPhotos = lazy(() => import('../pages/receipt-photo/UnsentPhotos.tsx'));
const Palette = lazy(() => import('./Palette.tsx'));
const noGroups: readonly NavEntry[][] = [];

/** What stands around every page: the firm, the way to the pages, and the person. */
export function Shell() {
  const router = useRouter();
  const { data: session } = useQuery(sessionQuery);
  const [keysShown, setKeysShown] = useState(false);
  const firm = session?.firm ?? null;
  const groups = useNavigation(firm, session?.person?.operator ?? false);
  const isNarrow = useMediaQuery('(max-width: 800px)', false, { getInitialValueInEffect: false });
  const paletteOpened = usePaletteOpened();
  usePageKeys(groups, () => setKeysShown(true));
  usePaletteKey();
  const help = useHelp();
  const isClosed = useIsClosed(firm);
  useLive(firm?.id);
  const { data: preferences } = useQuery({ ...preferencesQuery(), enabled: firm !== null });
  useLook(preferences);
  if (session === undefined) return null;
  const { person } = session;
  if (session.twoFactorNeeded) {
    return <Navigate to="/two-factor" search={{ next: router.state.location.href }} replace />;
  }
  if (firm === null && person?.operator) return <OutsideOfFirms person={person} />;
  if (person === null || firm === null) {
    return (
      <main className={classes.fault}>
        <Notice heading="h1" title="You belong to no firm yet">
          Ask the owner of your firm to invite you.
        </Notice>
      </main>
    );
  }
  const around = { session: { ...session, person }, firm, groups, onShowKeys: () => setKeysShown(true) };
  return (
    <FirmContext value={firm}>
      <DurationContext value={preferences?.durationFormat ?? 'decimal'}>
        <a className={classes.skip} href="#content">
          Skip to the page
        </a>
        <div className={classes.shell}>
          {!isNarrow && <Nav {...around} />}
          <main id="content" className={classes.main} tabIndex={-1}>
            <Suspense>
              <TimerStrip key={firm.id} />
            </Suspense>
            {isClosed ? <ClosedPage /> : <Outlet key={firm.id} />}
          </main>
          {isNarrow && <BottomBar {...around} />}
        </div>
        <KeysDialog
          opened={keysShown}
          pages={groups.flat()}
          onHelp={help}
          onClose={() => setKeysShown(false)}
        />
        <Toasts />
        <ConfirmHost />
        <Suspense>
          <UnsentPhotos key={firm.id} />
        </Suspense>
        {paletteOpened && (
          <Suspense>
            <Palette pages={groups.flat()} onClose={closePalette} />
          </Suspense>
        )}
      </DurationContext>
    </FirmContext>
  );
}

/** Whether nothing of the page is for this person, wherever they have its address from. */
function useIsClosed(firm: SessionFirm | null): boolean {
  const needs = useMatches({ select: (matches) => matches.at(-1)?.staticData.needs });
  if (firm === null || needs === undefined) return false;
  return !needs.some((permission) => firm.permissions.includes(permission));
}

function useNavigation(firm: SessionFirm | null, isOperator: boolean): readonly NavEntry[][] {
  const router = useRouter();
  return useMemo(
    () => (firm === null ? noGroups : navigationFor(firm, (path) => path in router.routesByPath, isOperator)),
    [firm, isOperator, router],
  );
}

/** `g` and a letter for each page, `[` to fold the list of them, `?` for the keys. */
function usePageKeys(groups: readonly NavEntry[][], showKeys: () => void): void {
  const router = useRouter();
  useKeys({
    '?': showKeys,
    '[': () => setNavFolded(document.documentElement.dataset['nav'] !== 'folded'),
    ...Object.fromEntries(
      groups.flat().flatMap(({ href, key }) => (key ? [[`g ${key}`, () => router.history.push(href)]] : [])),
    ),
  });
}

/** `g` and `?` open the guide at the part that tells of the page. */
function useHelp(): () => void {
  const router = useRouter();
  const open = async () => {
    const { helpWith } = await import('../pages/help/page-help.ts');
    const { location, matches } = router.state;
    router.history.push(helpWith(location.pathname, matches.at(-1)?.fullPath ?? ''));
  };
  const help = () => void open();
  useCommands([{ label: 'Help with this page', key: 'g ?', words: 'guide manual how', onChoose: help }]);
  return help;
}

/** What colleagues of this firm change shows by itself. */
function useLive(firmId: string | undefined): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (firmId === undefined) return;
    const listening = new AbortController();
    void listenForChanges(queryClient, listening.signal);
    return () => listening.abort();
  }, [firmId, queryClient]);
}

/** Ctrl-K or Cmd-K, also while typing in a field. */
function usePaletteKey(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || event.altKey || event.shiftKey) return;
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      openPalette();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
