import { Popover } from '@mantine/core';
import { Icon } from '../../ui/icons.tsx';
import picker from '../../ui/picker.module.css';
import classes from './report.module.css';

/** How the figures of a report are computed, at the press of a question mark. */
export function Rule({ of, asks, rule }: { of: string; asks: string; rule: string }) {
  return (
    <Popover position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.explain}
          aria-label={`How is ${of} computed?`}
          title="How is this computed?"
        >
          <Icon name="question" size={13} />
        </button>
      </Popover.Target>
      <Popover.Dropdown className={picker.dropdown} aria-label="How this is computed">
        <div className={classes.rule} tabIndex={-1}>
          <strong>{asks}</strong>
          <p>{rule}</p>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
