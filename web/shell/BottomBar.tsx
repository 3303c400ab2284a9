import { Drawer } from '@mantine/core';
import { useRouterState } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import type { Session, SessionFirm } from '../api/session.ts';
import { AppLink } from '../ui/AppLink.tsx';
import { Icon } from '../ui/icons.tsx';
import { FirmSwitcher } from './FirmSwitcher.tsx';
import { isAt, NavList } from './Nav.tsx';
import type { NavEntry } from './navigation.ts';
import { barEntries } from './navigation.ts';
import { PersonMenu } from './PersonMenu.tsx';
import { openPalette } from './palette-state.ts';
import own from './bottom-bar.module.css';
import classes from './shell.module.css';

type BottomBarProps = {
  session: Session & { person: NonNullable<Session['person']> };
  firm: SessionFirm;
  groups: readonly (readonly NavEntry[])[];
  onShowKeys: () => void;
};

/** On a phone: the day's pages under the thumb, and everything else behind More. */
export function BottomBar({ session, firm, groups, onShowKeys }: BottomBarProps) {
  const [opened, setOpened] = useState(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const close = () => setOpened(false);
  return (
    <>
      <nav className={own.bar} aria-label="Workledger">
        {barEntries(groups.flat()).map(({ href, label, icon }) => (
          <AppLink key={href} href={href} aria-current={isAt(path, href) ? 'page' : undefined}>
            <Icon name={icon} size={20} />
            <span>{label}</span>
          </AppLink>
        ))}
        <button type="button" aria-haspopup="dialog" aria-expanded={opened} onClick={() => setOpened(true)}>
          <Icon name="menu" size={20} />
          <span>More</span>
        </button>
      </nav>
      <Drawer
        opened={opened}
        onClose={close}
        position="bottom"
        title="Workledger"
        styles={{ content: { height: 'auto', maxHeight: '88dvh' } }}
      >
        <div className={own.sheet}>
          <button
            type="button"
            className={classes.find}
            onClick={() => {
              close();
              openPalette();
            }}
          >
            <Icon name="search" size={15} />
            <span className={classes.label}>Find or do</span>
          </button>
          <nav className={classes.items} aria-label="All pages">
            {groups.map((entries, place) => (
              <Fragment key={entries[0]?.href}>
                {place > 0 && <hr />}
                <NavList entries={entries} onFollow={close} />
              </Fragment>
            ))}
          </nav>
          <hr className={own.rule} />
          <FirmSwitcher firms={session.firms} firm={firm} />
          <PersonMenu person={session.person} role={firm.role} onShowKeys={onShowKeys} />
        </div>
      </Drawer>
    </>
  );
}
