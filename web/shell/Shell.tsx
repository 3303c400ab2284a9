import { Outlet, useRouter, useRouterState } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sessionQuery } from '../api/session.ts';
import { AppLink } from '../ui/AppLink.tsx';
import type { IconName } from '../ui/icons.tsx';
import { Icon } from '../ui/icons.tsx';
import { Notice } from '../ui/Notice.tsx';
import { FirmContext } from '../util/firm-context.ts';
import { useKeys } from '../util/keys.ts';
import { FirmSwitcher } from './FirmSwitcher.tsx';
import { KeysDialog } from './KeysDialog.tsx';
import { PersonMenu } from './PersonMenu.tsx';
import classes from './shell.module.css';

type NavItem = { href: string; label: string; icon: IconName; key: string };

const navItems: readonly NavItem[] = [{ href: '/wip', label: 'Estimated Billings', icon: 'wip', key: 'w' }];

/** What stands around every page: the firm, the way to the pages, and the person. */
export function Shell() {
  const { data: session } = useQuery(sessionQuery);
  const router = useRouter();
  const [keysShown, setKeysShown] = useState(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  useKeys({
    '?': () => setKeysShown(true),
    ...Object.fromEntries(navItems.map(({ href, key }) => [`g ${key}`, () => router.history.push(href)])),
  });
  if (session === undefined) return null;
  const { person, firm, firms } = session;
  if (person === null || firm === null) {
    return (
      <main className={classes.fault}>
        <Notice heading="h1" title="You belong to no firm yet">
          Ask the owner of your firm to invite you.
        </Notice>
      </main>
    );
  }
  return (
    <FirmContext value={firm}>
      <a className={classes.skip} href="#content">
        Skip to the page
      </a>
      <div className={classes.shell}>
        <nav className={classes.nav} aria-label="Workledger">
          <FirmSwitcher firms={firms} firm={firm} />
          <ul className={classes.items}>
            {navItems.map(({ href, label, icon }) => (
              <li key={href}>
                <AppLink href={href} aria-current={path.startsWith(href) ? 'page' : undefined}>
                  <Icon name={icon} />
                  {label}
                </AppLink>
              </li>
            ))}
          </ul>
          <PersonMenu person={person} role={firm.role} onShowKeys={() => setKeysShown(true)} />
        </nav>
        <main id="content" className={classes.main} tabIndex={-1}>
          <Outlet key={firm.id} />
        </main>
      </div>
      <KeysDialog opened={keysShown} onClose={() => setKeysShown(false)} />
    </FirmContext>
  );
}
