import { useSyncExternalStore } from 'react';
import { Icon } from '../../ui/icons.tsx';
import type { Change } from './outbox.ts';
import { useOutbox } from './useOutbox.ts';
import classes from './timesheet.module.css';

/** Whether what was typed has arrived. What could not be sent yet says so, and that it is not lost. */
export function SaveState({ changes }: { changes: readonly Change[] }) {
  const outbox = useOutbox();
  const trouble = useSyncExternalStore(outbox.subscribe, outbox.trouble);
  const refused = changes.filter(({ state }) => state === 'refused').length;
  const left = changes.length - refused;
  const isStuck = left > 0 && trouble !== null;
  return (
    <div className={classes.saving} role="status" data-tone={isStuck || refused > 0 ? 'problem' : undefined}>
      {left === 0 && refused === 0 && (
        <>
          <Icon name="check" size={13} /> All saved
        </>
      )}
      {left > 0 && !isStuck && 'Saving…'}
      {isStuck && (
        <>
          {trouble.title}. {left === 1 ? 'One change is' : `${left} changes are`} kept on this device.{' '}
          <button type="button" onClick={outbox.flush}>
            Try now
          </button>
        </>
      )}
      {refused > 0 &&
        left === 0 &&
        (refused === 1 ? 'One cell was not saved' : `${refused} cells were not saved`)}
    </div>
  );
}
