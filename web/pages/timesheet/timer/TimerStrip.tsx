// The timer that runs, above whatever page is open: what it is on, how long, and how to stop it.

import { Button, Popover, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Timer } from '../../../api/timesheet.ts';
import { AppLink } from '../../../ui/AppLink.tsx';
import { PickerButton } from '../../../ui/PickerButton.tsx';
import { instantAt, wallClockAt } from '../../../util/days.ts';
import { useFirm, useMay } from '../../../util/firm-context.ts';
import { useCommands } from '../../../util/commands.ts';
import { useChangeTimer, useDiscardTimer, useRunningTimer, useStopTimer } from './useTimer.ts';
import classes from './timer.module.css';

export default function TimerStrip() {
  const { staffId } = useFirm();
  const may = useMay();
  const running = useRunningTimer(may('time.recordOwn') ? staffId : null);
  return running === null ? null : <Strip {...running} />;
}

function Strip({ timer, seconds }: { timer: Timer; seconds: number }) {
  const stop = useStopTimer();
  useCommands([{ label: `Stop the timer on ${timer.taskName}`, onChoose: () => stop.tell({ timer }) }]);
  return (
    <section className={classes.strip} aria-label="Timer">
      <span className={classes.dot} aria-hidden="true" />
      <span className={classes.clock} role="timer" aria-live="off">
        {clockOf(seconds)}
      </span>
      <AppLink href="/timesheet" className={classes.work}>
        <strong>{timer.taskName}</strong>
        <span>
          {timer.clientName} · {timer.jobName}
        </span>
        {timer.note !== null && <span>{timer.note}</span>}
      </AppLink>
      <TimerDetails key={timer.version} timer={timer} />
      <Button size="compact-sm" loading={stop.isBusy} onClick={() => stop.tell({ timer })}>
        Stop
      </Button>
    </section>
  );
}

function clockOf(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${hours}:${String(minutes).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}

/** The note, a start that was forgotten, and the way to forget it all. */
function TimerDetails({ timer }: { timer: Timer }) {
  const [opened, setOpened] = useState(false);
  const { timeZone, staffId } = useFirm();
  const [note, setNote] = useState(timer.note ?? '');
  const started = wallClockAt(timer.startedAt, timeZone);
  const [startedAt, setStartedAt] = useState(started);
  const change = useChangeTimer();
  const discard = useDiscardTimer(staffId);
  const save = () => {
    setOpened(false);
    const isMoved = startedAt !== started && startedAt !== '';
    if (note === (timer.note ?? '') && !isMoved) return;
    change.tell({
      timer,
      note: note.trim() === '' ? null : note,
      ...(isMoved ? { startedAt: instantAt(startedAt, timeZone) } : {}),
    });
  };
  return (
    <Popover
      opened={opened}
      onChange={(next) => (next ? setOpened(true) : save())}
      position="bottom-end"
      width={300}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <PickerButton
          plain
          icon="pencil"
          aria-label="Note and start of the timer"
          onClick={() => setOpened(!opened)}
        >
          <span className="visually-hidden">Edit</span>
        </PickerButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.details} aria-label="Timer">
        <Textarea
          label="Note"
          data-autofocus
          autosize
          minRows={2}
          maxRows={6}
          maxLength={10_000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <TextInput
          label="Started"
          type="datetime-local"
          value={startedAt}
          onChange={(event) => setStartedAt(event.currentTarget.value)}
        />
        <div className={classes.actions}>
          <Button
            variant="subtle"
            size="compact-sm"
            color="gray"
            onClick={() => {
              setOpened(false);
              discard.tell(timer);
            }}
          >
            Discard
          </Button>
          <Button size="compact-sm" onClick={save}>
            Save
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
