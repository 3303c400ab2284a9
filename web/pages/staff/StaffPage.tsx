import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import type { CostRate, Rate, StaffMember } from '../../api/rates.ts';
import { staffMemberQuery } from '../../api/rates.ts';
import type { ListPage } from '../../api/resource.ts';
import { resourceQuery } from '../../api/resource.ts';
import { useTell } from '../../api/useTell.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { confirm } from '../../ui/confirm.ts';
import { Day } from '../../ui/Day.tsx';
import { MoreMenu } from '../../ui/MoreMenu.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { Block, Facts } from '../../ui/PageBody.tsx';
import { RecordPage } from '../../ui/RecordPage.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useCommands } from '../../util/commands.ts';
import { useFormats, useMay } from '../../util/firm-context.ts';
import { lastAddress } from '../../util/last-address.ts';
import { ownScopeWords } from '../rates/words.ts';
import rates from '../rates/rates.module.css';
import { StaffDrawer } from './StaffDrawer.tsx';
import { weekdays } from './week.ts';

const route = getRouteApi('/shell/staff/$staffId');

const list = { href: '/staff', label: 'Staff' };

/** A staff member: working week, what their time costs the client, and the firm. */
export function StaffPage() {
  const { staffId } = route.useParams();
  const may = useMay();
  return (
    <RecordPage<StaffMember>
      query={useQuery(staffMemberQuery(staffId))}
      kind="staff"
      id={staffId}
      noun="Staff"
      list={list}
      under={({ active }) => !active && <StatusBadge>Left</StatusBadge>}
      actions={(member) => may('staff.edit') && <Actions member={member} />}
    >
      {(member) => (
        <>
          <About member={member} />
          {may('rates.read') && <RatesOf path="/rates" title="Rates" staffId={staffId} />}
          {may('costRates.read') && <RatesOf path="/cost-rates" title="Cost rates" staffId={staffId} />}
        </>
      )}
    </RecordPage>
  );
}

function About({ member }: { member: StaffMember }) {
  const formats = useFormats();
  const { workingMinutes } = member;
  const week = workingMinutes?.flatMap((minutes, place) =>
    minutes === 0 ? [] : [`${weekdays[place] ?? ''} ${formats.hours(minutes)}`],
  );
  const inAll = workingMinutes?.reduce((sum, minutes) => sum + minutes, 0) ?? 0;
  return (
    <Block title="About the staff member">
      <Facts
        facts={[
          ['E-mail', member.email],
          ['Code', member.code],
          [
            'Working week',
            week === undefined ? 'The firm’s hours' : `${formats.hours(inAll)}: ${week.join(', ')}`,
          ],
        ]}
      />
    </Block>
  );
}

type RatesOfProps = { path: '/rates' | '/cost-rates'; title: string; staffId: string };

function RatesOf({ path, title, staffId }: RatesOfProps) {
  const { data, error, refetch } = useQuery(
    resourceQuery<ListPage<Rate | CostRate>>(path, { staffId, limit: 500, order: 'desc' }),
  );
  const href = path === '/rates' ? '/rates' : '/rates?tab=costs';
  return (
    <Block title={title} actions={<AppLink href={href}>Rate card</AppLink>}>
      {data === undefined ? (
        error === null ? (
          <Skeleton height={80} />
        ) : (
          <ProblemNotice error={error} onRetry={() => void refetch()} />
        )
      ) : data.items.length === 0 ? (
        <p className="quiet">None of their own: the rates of the tasks apply.</p>
      ) : (
        <div className={rates.scroller}>
          <table className={rates.plain}>
            <caption className="visually-hidden">{title}</caption>
            <thead>
              <tr>
                <th scope="col">For</th>
                <th scope="col">From</th>
                <th scope="col">Until</th>
                <th scope="col">An hour</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((rate) => (
                <tr key={rate.id}>
                  <th scope="row">{ownScopeWords(rate)}</th>
                  <td>
                    <Day of={rate.effectiveFrom} />
                  </td>
                  <td>{rate.effectiveUntil === null ? '' : <Day of={rate.effectiveUntil} />}</td>
                  <td>
                    <Amount of={rate.ratePerHour} /> {rate.currency}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Block>
  );
}

function Actions({ member }: { member: StaffMember }) {
  const [changing, setChanging] = useState(false);
  const { leave, remove } = useStaffActs(member);
  const edit = () => setChanging(true);
  const leaveLabel = member.active ? 'Has left' : 'Is back';
  useCommands([
    { label: `Change ${member.name}`, key: 'e', onChoose: edit },
    { label: `${member.name} ${leaveLabel.toLowerCase()}`, onChoose: leave },
    { label: `Remove ${member.name}`, onChoose: remove },
  ]);
  return (
    <>
      <Button variant="default" onClick={edit}>
        Change
      </Button>
      <MoreMenu
        actions={[
          { label: leaveLabel, onChoose: leave },
          { label: 'Remove…', onChoose: remove },
        ]}
      />
      <StaffDrawer opened={changing} member={member} onClose={() => setChanging(false)} />
    </>
  );
}

/** Somebody who left takes no new time and keeps what was recorded; done at once, with Undo. */
function useStaffActs(member: StaffMember) {
  const router = useRouter();
  const path = `/staff/${member.id}`;
  const leaving = useTell<{ active: boolean; version: number }, StaffMember>({
    send: ({ active, version }) => ({ path, method: 'PATCH', version, body: { active } }),
    changes: ['staff'],
    said: (saved) => ({
      text: saved.active ? `${saved.name} is back` : `${saved.name} has left`,
      ...(saved.active ? {} : { detail: 'No new time is taken; what was recorded stays.' }),
      onUndo: (): void => leaving.tell({ active: !saved.active, version: saved.version }),
    }),
  });
  const removing = useTell<void>({
    send: () => ({ path, method: 'DELETE', version: member.version }),
    changes: ['staff', 'rates', 'cost-rates'],
    said: () => `${member.name} removed`,
    onDone: () => router.history.push(lastAddress('/staff')),
  });
  const remove = async () => {
    const isSure = await confirm({
      title: `Remove ${member.name}?`,
      consequence:
        'They go with their rates, and do not come back. Somebody with recorded time cannot be removed; say that they have left instead.',
      act: 'Remove the staff member',
    });
    if (isSure) removing.tell();
  };
  return {
    leave: () => leaving.tell({ active: !member.active, version: member.version }),
    remove: () => void remove(),
  };
}
