// What can be done with a week: go to another one, take over the week before, say that it is done.

import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { resourceQuery, type ListPage } from '../../api/resource.ts';
import { useKeepPreferences } from '../../api/preferences.ts';
import { useTell } from '../../api/useTell.ts';
import type { Timesheet } from '../../api/timesheet.ts';
import { ActionMenu } from '../../ui/ActionMenu.tsx';
import { ChoicePicker } from '../../ui/ChoicePicker.tsx';
import { DayPicker } from '../../ui/DayPicker.tsx';
import { Icon } from '../../ui/icons.tsx';
import { PickerButton } from '../../ui/PickerButton.tsx';
import { daysFrom } from '../../util/days.ts';
import { useDurationStyle, useFirm, useFormats, useMay } from '../../util/firm-context.ts';
import classes from './timesheet.module.css';

type WeekStepsProps = { weekStart: string; thisWeek: string; onGo: (day: string | undefined) => void };

export function WeekSteps({ weekStart, thisWeek, onGo }: WeekStepsProps) {
  return (
    <div className={classes.steps}>
      <button
        type="button"
        aria-label="Week before"
        title="Week before  Alt Page Up"
        onClick={() => onGo(daysFrom(weekStart, -7))}
      >
        <Icon name="arrowLeft" />
      </button>
      <button
        type="button"
        className={classes.next}
        aria-label="Next week"
        title="Next week  Alt Page Down"
        onClick={() => onGo(daysFrom(weekStart, 7))}
      >
        <Icon name="arrowLeft" />
      </button>
      {weekStart !== thisWeek && (
        <PickerButton plain onClick={() => onGo(undefined)}>
          This week
        </PickerButton>
      )}
      <DayPicker name="Week of" value={weekStart} onChange={onGo} />
    </div>
  );
}

type StaffChoiceProps = {
  staffId: string;
  name: string | undefined;
  onChange: (staffId: string | undefined) => void;
};

/** Whose week it is, for those who may see those of others. */
export function StaffChoice({ staffId, name, onChange }: StaffChoiceProps) {
  const may = useMay();
  const firm = useFirm();
  const isShown = may('time.readAny') && may('staff.read');
  const question = { active: 'true', limit: 500 };
  const { data, isFetching } = useQuery({
    ...resourceQuery<ListPage<{ id: string; name: string }>>('/staff', question),
    enabled: isShown,
  });
  if (!isShown) return null;
  return (
    <ChoicePicker
      name="Person"
      value={staffId === firm.staffId ? undefined : staffId}
      choices={(data?.items ?? []).map(({ id, name: label }) => ({ value: id, label }))}
      chosenLabel={name}
      none={firm.staffId === null ? 'Nobody' : 'My own week'}
      loading={isFetching}
      searchable
      onChange={onChange}
    />
  );
}

type MoreProps = { sheet: Timesheet; onCopy: (withHours: boolean) => void };

export function MoreActions({ sheet, onCopy }: MoreProps) {
  const style = useDurationStyle();
  const keep = useKeepPreferences();
  const canCopy = sheet.editable && sheet.lastWeek.length > 0;
  return (
    <ActionMenu
      name="More for this week"
      width={250}
      target={
        <PickerButton plain icon="more" aria-label="More for this week">
          <span className="visually-hidden">More</span>
        </PickerButton>
      }
      actions={[
        ...(canCopy
          ? [
              { label: 'Take the rows of last week', onChoose: () => onCopy(false) },
              { label: 'Take rows and hours of last week', onChoose: () => onCopy(true) },
            ]
          : []),
        style === 'decimal'
          ? { label: 'Show hours as 1:30', onChoose: () => void keep({ durationFormat: 'clock' }) }
          : { label: 'Show hours as 1.5', onChoose: () => void keep({ durationFormat: 'decimal' }) },
      ]}
    />
  );
}

/** Week or day. */
export function ViewChoice({
  value,
  onChange,
}: {
  value: 'week' | 'day';
  onChange: (view: 'week' | 'day') => void;
}) {
  return (
    <SegmentedControl
      size="xs"
      aria-label="Show"
      value={value}
      onChange={(chosen) => onChange(chosen as 'week' | 'day')}
      data={[
        { value: 'week', label: 'Week' },
        { value: 'day', label: 'Day' },
      ]}
    />
  );
}

type WeekDoneProps = { sheet: Timesheet; unsaved: number };

/** Saying that the week is done, and taking it back. */
export function WeekDone({ sheet, unsaved }: WeekDoneProps) {
  const act = useWeekDone(sheet);
  if (sheet.submission !== null) {
    return (
      <Button variant="default" size="xs" loading={act.isBusy} onClick={() => act.tell(sheet.submission)}>
        Reopen the week
      </Button>
    );
  }
  if (!sheet.editable || sheet.weekStart > sheet.today) return null;
  return (
    <Button
      size="xs"
      variant={sheet.submissionExpected ? 'filled' : 'default'}
      disabled={unsaved > 0}
      title={unsaved > 0 ? 'Once everything is saved' : undefined}
      loading={act.isBusy}
      onClick={() => act.tell(null)}
    >
      Week done
    </Button>
  );
}

function useWeekDone(sheet: Timesheet) {
  const path = `/timesheets/${sheet.staff.id}/${sheet.weekStart}/submission`;
  const reopen = useTell({
    send: (version: number) => ({ path, method: 'DELETE', version }),
    changes: ['timesheets'],
  });
  return useTell<Timesheet['submission'], Timesheet['submission'] | undefined>({
    send: (submission) =>
      submission === null ? { path } : { path, method: 'DELETE', version: submission.version },
    changes: ['timesheets'],
    said: (answer) =>
      answer === undefined || answer === null
        ? 'The week is open again'
        : { text: 'The week is done', onUndo: () => reopen.tell(answer.version) },
  });
}

/** That the week is done, by whom, and whether it has changed since. */
export function DoneBanner({ sheet, minutes }: { sheet: Timesheet; minutes: number }) {
  const formats = useFormats();
  const { submission, reason } = sheet;
  if (submission === null) return reason === null ? null : <p className={classes.banner}>{reason}</p>;
  const hasChanged = submission.minutes !== minutes;
  return (
    <p className={classes.banner} data-done>
      <Icon name="check" size={14} />
      <span>
        Done since {formats.instant(submission.submittedAt)}, said {submission.submittedBy}.
        {hasChanged && ' Time was recorded since.'}
      </span>
    </p>
  );
}
