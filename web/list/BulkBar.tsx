import { Button } from '@mantine/core';
import { useFormats } from '../util/firm-context.ts';
import { useCommands } from '../util/commands.ts';
import classes from './list.module.css';

export type BulkAction = {
  label: string;
  onChoose: () => unknown;
  key?: string;
  disabled?: boolean;
  busy?: boolean;
};

type BulkBarProps = {
  count: number;
  nouns: readonly [one: string, many: string];
  actions: readonly BulkAction[];
  onClear: () => void;
};

/** What can be done with what is ticked; it stays in view while the list scrolls. */
export function BulkBar({ count, nouns, actions, onClear }: BulkBarProps) {
  const formats = useFormats();
  useCommands(
    actions
      .filter(({ disabled }) => disabled !== true)
      .map(({ label, onChoose, key }) => ({ label, onChoose, ...(key === undefined ? {} : { key }) })),
  );
  return (
    <div className={classes.bulk} role="region" aria-label="Selected rows">
      <strong role="status">
        {formats.count(count)} {nouns[count === 1 ? 0 : 1]} selected
      </strong>
      {actions.map(({ label, onChoose, disabled, busy }, place) => (
        <Button
          key={label}
          size="xs"
          variant={place === 0 ? 'filled' : 'default'}
          disabled={disabled ?? false}
          loading={busy ?? false}
          onClick={() => void onChoose()}
        >
          {label}
        </Button>
      ))}
      <Button size="xs" variant="subtle" onClick={onClear}>
        Clear
      </Button>
    </div>
  );
}
