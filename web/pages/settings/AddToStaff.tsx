import { Button } from '@mantine/core';
import type { StaffMember } from '../../api/rates.ts';
import { useTell } from '../../api/useTell.ts';
import { orNull } from '../../form/words.ts';
import { useMay } from '../../util/firm-context.ts';

type AddToStaffProps = { name: string; email: string; onAdded: (staffId: string) => void };

/** Whoever records time is a staff member; one that is not there yet is made on the way. Undo takes it back. */
export function AddToStaff({ name, email, onAdded }: AddToStaffProps) {
  const may = useMay()('staff.edit');
  const removing = useTell<StaffMember>({
    send: ({ id, version }) => ({ path: `/staff/${id}`, method: 'DELETE', version }),
    changes: ['staff'],
    said: () => `${name} is not on the staff any more`,
    onDone: () => onAdded(''),
  });
  const adding = useTell<void, StaffMember>({
    send: () => ({ path: '/staff', body: { name: name.trim(), email: orNull(email) } }),
    changes: ['staff'],
    said: (added) => ({ text: `${added.name} is on the staff`, onUndo: () => removing.tell(added) }),
    onDone: ({ id }) => onAdded(id),
  });
  if (!may || name.trim() === '') return null;
  return (
    <div>
      <Button size="xs" variant="default" loading={adding.isBusy} onClick={() => adding.tell()}>
        {`Add ${name.trim()} to the staff`}
      </Button>
    </div>
  );
}
