// What was sold against what was done and invoiced, line by line.

import { useQuery } from '@tanstack/react-query';
import { progressQuery, type Quote, type QuoteLine } from '../../api/quotes.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Block } from '../../ui/PageBody.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { useFormats } from '../../util/firm-context.ts';
import { sumOf } from '../../util/sums.ts';

type TaskProgress = { recordedMinutes: number; recorded?: string | undefined };

export function AgainstActual({ quote, jobId }: { quote: Quote; jobId: string }) {
  const { data } = useQuery(progressQuery(jobId));
  const formats = useFormats();
  const byTask = new Map(data?.tasks.map((task) => [task.jobTaskId, task]));
  const lines = quote.lines.filter(
    ({ kind, isOption, isChosen }) => kind !== 'text' && (!isOption || isChosen),
  );
  const tasks = lines.flatMap(({ jobTaskId }) => (jobTaskId === null ? [] : (byTask.get(jobTaskId) ?? [])));
  const withMoney = tasks.some(({ recorded }) => recorded !== undefined);
  const hours = (minutes: readonly (number | null)[]) =>
    formats.hours(minutes.reduce<number>((sum, each) => sum + (each ?? 0), 0));
  return (
    <Block title="Quoted against actual" actions={<AppLink href={`/jobs/${jobId}`}>The job</AppLink>}>
      <SmallTable
        heads={['Line', 'Quoted', 'Invoiced', 'Time quoted', 'Worked', ...(withMoney ? ['Worth'] : [])]}
      >
        <tbody>
          {lines.map((line) => (
            <Row
              key={line.id}
              line={line}
              task={line.jobTaskId === null ? undefined : byTask.get(line.jobTaskId)}
              withMoney={withMoney}
            />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Together</th>
            <td>
              <Amount of={sumOf(lines.map(({ amount }) => amount))} />
            </td>
            <td>
              <Amount of={sumOf(lines.map(({ claimed }) => claimed))} />
            </td>
            <td>{hours(lines.map(({ minutes }) => minutes))}</td>
            <td>{hours([...new Set(tasks)].map(({ recordedMinutes }) => recordedMinutes))}</td>
            {withMoney && (
              <td>
                <Amount of={sumOf([...new Set(tasks)].map(({ recorded }) => recorded ?? null))} />
              </td>
            )}
          </tr>
        </tfoot>
      </SmallTable>
    </Block>
  );
}

type RowProps = { line: QuoteLine; task: TaskProgress | undefined; withMoney: boolean };

function Row({ line, task, withMoney }: RowProps) {
  const formats = useFormats();
  const { description, amount, claimed, minutes } = line;
  return (
    <tr>
      <th scope="row">{description}</th>
      <td>
        <Amount of={amount} />
      </td>
      <td>
        <Amount of={claimed} />
      </td>
      <td>{minutes === null ? null : formats.hours(minutes)}</td>
      <td>{task === undefined ? null : formats.hours(task.recordedMinutes)}</td>
      {withMoney && (
        <td>
          <Amount of={task?.recorded ?? null} />
        </td>
      )}
    </tr>
  );
}
