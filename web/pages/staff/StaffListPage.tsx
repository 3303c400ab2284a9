import { Button } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import type { StaffMember } from '../../api/rates.ts';
import type { ListColumn } from '../../list/columns.tsx';
import { linkColumn, minutesColumn, statusColumn, textColumn } from '../../list/columns.tsx';
import { asideFilter, type Filter } from '../../list/filters.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { Card } from '../../list/narrow.tsx';
import { useCommands } from '../../util/commands.ts';
import { useMay } from '../../util/firm-context.ts';
import { StaffDrawer } from './StaffDrawer.tsx';

const columns: readonly ListColumn<StaffMember>[] = [
  linkColumn({ key: 'name', header: 'Staff member', of: ({ name }) => name, href: hrefOf }),
  textColumn({ key: 'code', header: 'Code', width: 110, of: ({ code }) => code }),
  textColumn({ key: 'email', header: 'E-mail', width: 260, grows: true, of: ({ email }) => email }),
  minutesColumn({
    key: 'week',
    header: 'Hours a week',
    width: 120,
    hint: 'Empty: the firm’s hours',
    of: ({ workingMinutes }) => workingMinutes?.reduce((sum, minutes) => sum + minutes, 0) ?? null,
  }),
  statusColumn({ key: 'state', header: 'State', of: ({ active }) => (active ? null : ['Left', 'quiet']) }),
];

const filters: readonly Filter[] = [
  asideFilter({ key: 'active', name: 'Left', those: 'those who left', is: false }),
];

const nouns = ['staff member', 'staff members'] as const;
const byName = { key: 'name', descending: false };
const idOf = ({ id }: StaffMember) => id;
const nameOf = ({ name }: StaffMember) => name;

/** Whose time the firm bills. Who signs in, and what they may do, is in the settings. */
export function StaffListPage() {
  const [adding, setAdding] = useState(false);
  const router = useRouter();
  const mayEdit = useMay()('staff.edit');
  const add = mayEdit ? <Button onClick={() => setAdding(true)}>Add a staff member</Button> : null;
  useCommands(mayEdit ? [{ label: 'Add a staff member', key: 'n', onChoose: () => setAdding(true) }] : []);
  return (
    <>
      <ListPage<StaffMember>
        title="Staff"
        href="/staff"
        nouns={nouns}
        idOf={idOf}
        nameOf={nameOf}
        hrefOf={hrefOf}
        columns={columns}
        cardOf={cardOf}
        filters={filters}
        finds="Name, e-mail or code"
        sort={byName}
        sortsBy="order"
        actions={add}
        nothingYet={{
          title: 'No staff yet',
          text: 'Time is recorded by staff members, and rates can be set for them.',
          action: add,
        }}
      />
      <StaffDrawer
        opened={adding}
        onClose={() => setAdding(false)}
        onSaved={({ id }) => router.history.push(`/staff/${id}`)}
      />
    </>
  );
}

function cardOf(row: StaffMember): Card {
  return { title: row.name, under: row.email, end: row.code, underEnd: row.active ? null : 'Left' };
}

function hrefOf({ id }: StaffMember): string {
  return `/staff/${id}`;
}
