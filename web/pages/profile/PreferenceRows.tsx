import { SegmentedControl, Select, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { preferencesQuery, useKeepPreferences, type Preferences } from '../../api/preferences.ts';
import { DurationField, durationText, minutesOf } from '../../form/NumberFields.tsx';
import { navigationFor } from '../../shell/navigation.ts';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { useFirm } from '../../util/firm-context.ts';
import classes from './profile.module.css';

/** Each is kept as soon as it is chosen. */
export function PreferenceRows() {
  const { data, error, refetch } = useQuery(preferencesQuery());
  if (data !== undefined) return <Rows preferences={data} />;
  if (error !== null) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  return <Skeleton height={240} />;
}

function Rows({ preferences }: { preferences: Preferences }) {
  const keep = useKeepPreferences();
  return (
    <div className={classes.rows}>
      <Row label="Durations" help="How an hour and a half is written. Either is understood when you type.">
        <SegmentedControl
          size="xs"
          aria-label="Durations"
          value={preferences.durationFormat}
          onChange={(value) => void keep({ durationFormat: value as Preferences['durationFormat'] })}
          data={[
            { value: 'decimal', label: '1.5' },
            { value: 'clock', label: '1:30' },
          ]}
        />
      </Row>
      <Row label="Theme">
        <SegmentedControl
          size="xs"
          aria-label="Theme"
          value={preferences.theme}
          onChange={(value) => void keep({ theme: value as Preferences['theme'] })}
          data={[
            { value: 'system', label: 'As the device' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
        />
      </Row>
      <Row label="Rows" help="Compact shows more on a page.">
        <SegmentedControl
          size="xs"
          aria-label="Rows"
          value={preferences.density}
          onChange={(value) => void keep({ density: value as Preferences['density'] })}
          data={[
            { value: 'comfortable', label: 'Comfortable' },
            { value: 'compact', label: 'Compact' },
          ]}
        />
      </Row>
      <StartPage preferences={preferences} />
      <Target preferences={preferences} />
    </div>
  );
}

function Row({ label, help, children }: { label: string; help?: string; children: ReactNode }) {
  return (
    <div className={classes.row}>
      <div>
        <div>{label}</div>
        {help !== undefined && <div className="quiet">{help}</div>}
      </div>
      {children}
    </div>
  );
}

function StartPage({ preferences }: { preferences: Preferences }) {
  const keep = useKeepPreferences();
  const router = useRouter();
  const firm = useFirm();
  const pages = navigationFor(firm, (path) => path in router.routesByPath).flat();
  return (
    <Row label="Begin with" help="The page that shows when you sign in.">
      <Select
        aria-label="Begin with"
        w={220}
        allowDeselect={false}
        value={preferences.startPage ?? ''}
        data={[
          { value: '', label: 'As befits your role' },
          ...pages.map(({ href, label }) => ({ value: href, label })),
        ]}
        onChange={(value) => void keep({ startPage: value === '' ? null : value })}
      />
    </Row>
  );
}

const weekMinutes = 10_080;

function Target({ preferences }: { preferences: Preferences }) {
  const keep = useKeepPreferences();
  const kept = preferences.weeklyTargetMinutes;
  const [typed, setTyped] = useState(durationText(kept));
  const minutes = minutesOf(typed);
  const isTooLong = minutes !== undefined && minutes > weekMinutes;
  return (
    <Row label="Weekly target" help="Hours that you want to record in a week; empty for your working week.">
      <div className={classes.target}>
        <DurationField
          label="Hours"
          name="weeklyTarget"
          value={typed}
          error={isTooLong ? 'A week has 168 hours.' : undefined}
          onChange={setTyped}
          onBlur={() => {
            const wanted = typed.trim() === '' ? null : minutes;
            if (wanted === undefined || isTooLong || wanted === kept) return;
            void keep({ weeklyTargetMinutes: wanted });
          }}
        />
      </div>
    </Row>
  );
}
