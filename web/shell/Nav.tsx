import { useRouterState } from '@tanstack/react-router';
import { Fragment } from 'react';
import type { Session, SessionFirm } from '../api/session.ts';
import { setNavFolded, useNavFolded } from '../theme/appearance.ts';
import { AppLink } from '../ui/AppLink.tsx';
import { Icon } from '../ui/icons.tsx';
import { FirmSwitcher } from './FirmSwitcher.tsx';
import type { NavEntry } from './navigation.ts';
import { PersonMenu } from './PersonMenu.tsx';
import { openPalette } from './palette-state.ts';
import classes from './shell.module.css';

type NavProps = {
  session: Session & { person: NonNullable<Session['person']> };
  firm: SessionFirm;
  groups: readonly (readonly NavEntry[])[];
  onShowKeys: () => void;
};

/** The way to the pages, at the left edge. Folded, only its signs remain. */
export function Nav({ session, firm, groups, onShowKeys }: NavProps) {
  const folded = useNavFolded();
  return (
    <nav className={classes.nav} aria-label="Workledger">
      <FirmSwitcher firms={session.firms} firm={firm} />
      <button type="button" className={classes.find} onClick={openPalette} title="Find or do anything">
        <Icon name="search" size={15} />
        <span className={classes.label}>Find or do</span>
        <kbd className={classes.label}>{isApple ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      <div className={classes.items}>
        {groups.map((entries, place) => (
          <Fragment key={entries[0]?.href}>
            {place > 0 && <hr />}
            <NavList entries={entries} titled={folded} />
          </Fragment>
        ))}
      </div>
      <div className={classes.foot}>
        <PersonMenu person={session.person} role={firm.role} onShowKeys={onShowKeys} />
        <button
          type="button"
          className={classes.fold}
          aria-label={folded ? 'Show the names of the pages' : 'Fold the list of pages'}
          title={folded ? 'Unfold  [' : 'Fold  ['}
          onClick={() => setNavFolded(!folded)}
        >
          <Icon name="sidebar" />
        </button>
      </div>
    </nav>
  );
}

type NavListProps = { entries: readonly NavEntry[]; titled?: boolean; onFollow?: () => void };

export function NavList({ entries, titled = false, onFollow }: NavListProps) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <ul>
      {entries.map(({ href, label, icon }) => (
        <li key={href}>
          <AppLink
            href={href}
            aria-current={isAt(path, href) ? 'page' : undefined}
            title={titled ? label : undefined}
            onClick={onFollow}
          >
            <Icon name={icon} />
            <span className={classes.label}>{label}</span>
          </AppLink>
        </li>
      ))}
    </ul>
  );
}

export function isAt(path: string, href: string): boolean {
  return path === href || path.startsWith(`${href}/`);
}

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);
