import { Popover, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { useState } from 'react';
import { useKeepPreferences } from '../api/preferences.ts';
import { useSignOut } from '../api/useSignOut.ts';
import type { Density } from '../theme/appearance.ts';
import { setDensity, useDensity } from '../theme/appearance.ts';
import { AppLink } from '../ui/AppLink.tsx';
import { Icon } from '../ui/icons.tsx';
import own from './person-menu.module.css';
import classes from './shell.module.css';

const roleWords: Readonly<Record<string, string>> = {
  owner: 'Owner',
  bookkeeper: 'Bookkeeper',
  projectManager: 'Project manager',
  staff: 'Staff member',
  auditor: 'Auditor',
};

type PersonMenuProps = { person: { name: string; email: string }; role: string; onShowKeys: () => void };

/** Who is signed in, how the pages look on this device, and the way out. */
export function PersonMenu({ person, role, onShowKeys }: PersonMenuProps) {
  const [opened, setOpened] = useState(false);
  const leave = useSignOut();
  return (
    <Popover position="top-start" width={284} opened={opened} onChange={setOpened} trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={classes.person} onClick={() => setOpened(!opened)}>
          <span className={classes.initials} aria-hidden="true">
            {initialsOf(person.name)}
          </span>
          <span className={classes.name}>{person.name}</span>
          <span className="visually-hidden">You: appearance, keys, sign out</span>
          <Icon name="chevrons" size={14} />
        </button>
      </Popover.Target>
      <Popover.Dropdown className={own.dropdown} aria-label="You">
        <div className={own.who}>
          <div className={own.name}>{person.name}</div>
          <div className="quiet">{person.email}</div>
          <div className="quiet">{roleWords[role] ?? role}</div>
        </div>
        <Appearance />
        <div className={own.actions}>
          <AppLink href="/profile" onClick={() => setOpened(false)}>
            Your profile
          </AppLink>
          {role === 'owner' && (
            <AppLink href="/welcome" onClick={() => setOpened(false)}>
              First steps
            </AppLink>
          )}
          <AppLink href="/help" onClick={() => setOpened(false)}>
            Help
          </AppLink>
          <button
            type="button"
            onClick={() => {
              setOpened(false);
              onShowKeys();
            }}
          >
            Keys <kbd>?</kbd>
          </button>
          <button type="button" onClick={() => void leave()}>
            Sign out
          </button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function Appearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const density = useDensity();
  const keep = useKeepPreferences();
  return (
    <div className={own.settings}>
      <div className={own.setting}>
        <span>Theme</span>
        <SegmentedControl
          size="xs"
          aria-label="Theme"
          value={colorScheme}
          onChange={(value) => {
            setColorScheme(value as typeof colorScheme);
            void keep({ theme: value === 'auto' ? 'system' : (value as 'light' | 'dark') });
          }}
          data={[
            { value: 'auto', label: 'Auto' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
        />
      </div>
      <div className={own.setting}>
        <span>Rows</span>
        <SegmentedControl
          size="xs"
          aria-label="Rows"
          value={density}
          onChange={(value) => {
            setDensity(value as Density);
            void keep({ density: value as Density });
          }}
          data={[
            { value: 'comfortable', label: 'Comfortable' },
            { value: 'compact', label: 'Compact' },
          ]}
        />
      </div>
    </div>
  );
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  return ((words[0]?.[0] ?? '') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')).toUpperCase();
}
