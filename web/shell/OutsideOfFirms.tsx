import { Button } from '@mantine/core';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Session } from '../api/session.ts';
import { useSignOut } from '../api/useSignOut.ts';
import { AppLink } from '../ui/AppLink.tsx';
import { ConfirmHost } from '../ui/ConfirmHost.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Toasts } from '../ui/Toasts.tsx';
import { firmOfDevice, FirmContext } from '../util/firm-context.ts';
import classes from './shell.module.css';

/** Somebody who operates the installation and belongs to no firm: one page, and the way out. */
export function OutsideOfFirms({ person }: { person: NonNullable<Session['person']> }) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const firm = useMemo(() => firmOfDevice(), []);
  const leave = useSignOut();
  return (
    <FirmContext value={firm}>
      <div className={classes.outside}>
        <header>
          <span>{person.email}</span>
          <Button size="compact-sm" variant="default" onClick={() => void leave()}>
            Sign out
          </Button>
        </header>
        <main id="content" className={classes.main} tabIndex={-1}>
          {path === '/operator' ? (
            <Outlet />
          ) : (
            <Notice heading="h1" title="You belong to no firm yet">
              Ask the owner of a firm to invite you. How the installation does is on the{' '}
              <AppLink href="/operator">operator’s page</AppLink>.
            </Notice>
          )}
        </main>
      </div>
      <Toasts />
      <ConfirmHost />
    </FirmContext>
  );
}
