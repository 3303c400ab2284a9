import { Button } from '@mantine/core';
import { useTell } from '../../api/useTell.ts';
import { confirm } from '../../ui/confirm.ts';

type RemoveButtonProps = {
  /** Of the list that the record is in. */
  path: string;
  row: { id: string; name: string; version: number };
  changes: readonly string[];
  onDone: () => void;
};

/** Asks first, for a record that was removed does not come back. What is in use the server keeps, and says so. */
export function RemoveButton({ path, row, changes, onDone }: RemoveButtonProps) {
  const removing = useTell<void>({
    send: () => ({ path: `${path}/${row.id}`, method: 'DELETE', version: row.version }),
    changes,
    said: () => `${row.name} removed`,
    onDone,
  });
  const remove = async () => {
    const isSure = await confirm({
      title: `Remove ${row.name}?`,
      consequence: 'It was never used, or it cannot be removed: then archive it instead.',
      act: 'Remove',
    });
    if (isSure) removing.tell();
  };
  return (
    <Button variant="subtle" loading={removing.isBusy} onClick={() => void remove()}>
      Remove…
    </Button>
  );
}
