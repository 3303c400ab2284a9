// What can be done with a payment as it stands, as buttons, commands and keys.

import { Button } from '@mantine/core';
import type { Payment } from '../../api/payments.ts';
import { useCommands, type Command } from '../../util/commands.ts';
import { useDialogs } from '../../util/dialogs.ts';
import { useMay } from '../../util/firm-context.ts';
import { isZero } from '../../util/sums.ts';
import { AllocateDrawer } from './AllocateDrawer.tsx';
import { RefundDrawer } from './RefundDrawer.tsx';
import { VoidDrawer } from './VoidDrawer.tsx';

const dialogs = { allocate: AllocateDrawer, refund: RefundDrawer, void: VoidDrawer };

type Act = Command & { dialog: keyof typeof dialogs; isMain?: boolean };

export function PaymentActs({ payment }: { payment: Payment }) {
  const dialog = useDialogs<keyof typeof dialogs>();
  const may = useMay();
  const isLive = payment.voidedOn === null && may('payments.record');
  const isLeft = isLive && !isZero(payment.unallocated);
  const act = (name: keyof typeof dialogs, label: string, key?: string): Act => ({
    label,
    dialog: name,
    onChoose: () => dialog.open(name),
    ...(key === undefined ? {} : { key }),
  });
  const acts: readonly Act[] = [
    ...(isLive ? [act('void', 'Void…')] : []),
    ...(isLeft ? [act('refund', 'Pay back', 'r')] : []),
    ...(isLeft ? [{ ...act('allocate', 'Allocate what is left', 'a'), isMain: true }] : []),
  ];
  useCommands(acts);
  const Dialog = dialog.name === null ? null : dialogs[dialog.name];
  return (
    <>
      {acts.map(({ label, onChoose, isMain }) => (
        <Button key={label} variant={isMain ? 'filled' : 'default'} onClick={() => void onChoose()}>
          {label}
        </Button>
      ))}
      {Dialog !== null && <Dialog payment={payment} opened={dialog.opened} onClose={dialog.close} />}
    </>
  );
}
