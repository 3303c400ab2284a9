// The points of a period, each with what was counted and where to see it; green where nothing was found.

import { Button, Checkbox } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import type { Check, Checklist as ChecklistAnswer, PeriodClose } from '../../api/periods.ts';
import { checklistQuery, periodTopics } from '../../api/periods.ts';
import { ask } from '../../api/client.ts';
import { useTell } from '../../api/useTell.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { confirm } from '../../ui/confirm.ts';
import { Block } from '../../ui/PageBody.tsx';
import { StatusBadge, type Tone } from '../../ui/StatusBadge.tsx';
import { showProblem } from '../../ui/toasts.ts';
import { useCommands } from '../../util/commands.ts';
import { useFormats, useMay } from '../../util/firm-context.ts';
import { evidenceHref, helpOf } from './evidence.ts';
import { Movements } from './Movements.tsx';
import classes from './period-close.module.css';

const states: Readonly<Record<Check['state'], readonly [word: string, tone: Tone]>> = {
  ok: ['In order', 'positive'],
  attention: ['Look at it', 'warning'],
  blocking: ['In the way', 'negative'],
  atClose: ['Counted when closing', 'quiet'],
};

type ChecklistProps = { checklist: ChecklistAnswer; isStale: boolean };

export function Checklist({ checklist, isStale }: ChecklistProps) {
  const formats = useFormats();
  const mayClose = useMay()('locks.set');
  const [accepted, setAccepted] = useState<ReadonlySet<string>>(new Set());
  const { beganOn, endedOn, checks } = checklist;
  const open = checks.filter(({ code, state }) => state === 'attention' && !accepted.has(code));
  const accept = (code: string, isAccepted: boolean) =>
    setAccepted((before) => {
      const after = new Set(before);
      if (isAccepted) after.add(code);
      else after.delete(code);
      return after;
    });
  return (
    <>
      <Block
        title={`From ${formats.date(beganOn)} to ${formats.date(endedOn)}`}
        actions={
          <span className={classes.acts}>
            <Recount end={endedOn} />
            {mayClose && <CloseButton checklist={checklist} accepted={accepted} openPoints={open.length} />}
          </span>
        }
      >
        <ul className={classes.checks} data-stale={isStale || undefined}>
          {inOrder(checks).map((check) => (
            <Point
              key={check.code}
              check={check}
              href={check.count > 0 ? evidenceHref(check, checklist) : undefined}
              isAccepted={accepted.has(check.code)}
              onAccept={mayClose ? (is) => accept(check.code, is) : undefined}
            />
          ))}
        </ul>
      </Block>
      <Block title="What moved WIP in the period">
        <Movements totals={checklist.totals} from={beganOn} to={endedOn} />
      </Block>
    </>
  );
}

const order: readonly Check['state'][] = ['blocking', 'attention', 'atClose', 'ok'];

/** What needs somebody stands first. What is accepted stays where it is. */
function inOrder(checks: readonly Check[]): readonly Check[] {
  return checks.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}

type PointProps = {
  check: Check;
  href: string | undefined;
  isAccepted: boolean;
  onAccept: ((isAccepted: boolean) => void) | undefined;
};

function Point({ check, href, isAccepted, onAccept }: PointProps) {
  const formats = useFormats();
  const { title, state, count, amounts, code } = check;
  const [word, tone] = states[state];
  return (
    <li>
      <StatusBadge tone={isAccepted ? 'quiet' : tone}>{isAccepted ? 'Accepted' : word}</StatusBadge>
      <div>
        <span>{title}</span>
        <p className="quiet">{helpOf(code)}</p>
      </div>
      <div className={classes.counted}>
        {state !== 'atClose' &&
          (href === undefined ? (
            <span className={count === 0 ? 'quiet' : undefined}>{formats.count(count)}</span>
          ) : (
            <AppLink href={href} className={classes.link} aria-label={`${formats.count(count)}: ${title}`}>
              {formats.count(count)}
            </AppLink>
          ))}
        {amounts.map(({ currency, amount }) => (
          <div key={currency}>
            <span className="quiet">{currency}</span> <Amount of={amount} />
          </div>
        ))}
      </div>
      <div className={classes.accept}>
        {state === 'attention' && onAccept && (
          <Checkbox
            label="Accept as it is"
            aria-label={`Accept as it is: ${title}`}
            checked={isAccepted}
            onChange={(event) => onAccept(event.currentTarget.checked)}
          />
        )}
      </div>
    </li>
  );
}

/** Adds the ledger and the documents up now, instead of when the period is closed. */
function Recount({ end }: { end: string }) {
  const queryClient = useQueryClient();
  const may = useMay()('ledger.verify');
  const [busy, setBusy] = useState(false);
  const recount = async () => {
    setBusy(true);
    try {
      const counted = await ask<ChecklistAnswer>('/periods/checklist', { search: { end, recount: 'true' } });
      queryClient.setQueryData(checklistQuery(end).queryKey, counted);
    } catch (error) {
      showProblem(error, recount);
    } finally {
      setBusy(false);
    }
  };
  useCommands(may ? [{ label: 'Recount the ledger now', key: 'r', onChoose: () => void recount() }] : []);
  if (!may) return null;
  return (
    <Button size="xs" variant="default" loading={busy} onClick={() => void recount()}>
      Recount now
    </Button>
  );
}

type CloseProps = {
  checklist: ChecklistAnswer;
  accepted: ReadonlySet<string>;
  openPoints: number;
};

function CloseButton({ checklist, accepted, openPoints }: CloseProps) {
  const formats = useFormats();
  const { endedOn, closable, totals } = checklist;
  const router = useRouter();
  const closing = useTell<void, PeriodClose>({
    send: () => ({ path: '/periods', body: { end: endedOn, acceptAttention: [...accepted] } }),
    changes: periodTopics,
    said: (close) => ({
      text: `The period to ${formats.date(close.endedOn)} is closed`,
      detail: 'It can be opened again, with a reason.',
      action: {
        label: 'WIP journal',
        onAct: () => router.history.push(`/reports/wip-journal?from=${close.beganOn}&to=${close.endedOn}`),
      },
    }),
  });
  const close = async () => {
    const isSure = await confirm({
      title: `Close the period to ${formats.date(endedOn)}?`,
      consequence:
        'The ledger is recounted, what each job has on the last day is kept, and nothing can be dated into the period any more. An owner can open it again.',
      figures: [
        ...totals.map(({ currency, closing: left }) => ({
          label: `Closing WIP ${currency}`,
          value: <Amount of={left} />,
        })),
        ...(accepted.size === 0
          ? []
          : [{ label: 'Accepted as they are', value: formats.count(accepted.size) }]),
      ],
      act: 'Close the period',
      tone: 'plain',
    });
    if (isSure) closing.tell();
  };
  const isReady = closable && openPoints === 0;
  useCommands(isReady ? [{ label: 'Close the period', key: 'c', onChoose: () => void close() }] : []);
  return (
    <>
      {!isReady && (
        <span className="quiet">
          {closable ? `${formats.count(openPoints)} to see to or accept` : 'What is in the way comes first'}
        </span>
      )}
      <Button size="xs" disabled={!isReady} loading={closing.isBusy} onClick={() => void close()}>
        Close the period
      </Button>
    </>
  );
}
