import { Button } from '@mantine/core';
import { useTell } from '../../api/useTell.ts';
import { useFormats } from '../../util/firm-context.ts';
import { agoText } from './measures.ts';
import type { OperationKind, State } from './questions.ts';
import { operationWords } from './words.ts';

type AskButtonProps = { kind: OperationKind; state: State; missing: string };

/** Has a worker do it now; says instead that one is at it, or why none would. */
export function AskButton({ kind, state, missing }: AskButtonProps) {
  const formats = useFormats();
  const { now, wait } = operationWords[kind];
  const asking = useTell<null>({
    send: () => ({ path: '/operator/operations', body: { kind } }),
    changes: ['operator'],
    said: () => ({ text: `${wait} in a moment`, detail: 'A worker begins within seconds.' }),
  });
  const underWay = state.underWay.find((each) => each.kind === kind);
  if (underWay !== undefined)
    return (
      <span role="status">
        {underWay.begun
          ? `Going on since ${formats.instant(underWay.since)}`
          : `Asked for ${agoText(underWay.since, formats, state.at)}`}
      </span>
    );
  if (!state.canAsk.includes(kind)) return <span className="quiet">{missing}</span>;
  return (
    <Button size="compact-sm" variant="default" loading={asking.isBusy} onClick={() => asking.tell(null)}>
      {now}
    </Button>
  );
}
