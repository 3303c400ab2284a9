// What people wait for: the endpoints that took the most time.

import { Block, PageBody } from '../../ui/PageBody.tsx';
import { useFormats } from '../../util/firm-context.ts';
import type { Formats } from '../../util/formats.ts';
import { Asked } from './Asked.tsx';
import { FactsTable, type FactsColumn } from './FactsTable.tsx';
import { durationText, millisecondsText, percentText } from './measures.ts';
import classes from './operator.module.css';
import { useSlowRoutes, type SlowRoutes } from './questions.ts';
import { SpanPicker, useSpanHours } from './spans.tsx';

type Load = SlowRoutes['items'][number];

export function RequestsPart() {
  const hours = useSpanHours();
  const formats = useFormats();
  const query = useSlowRoutes(hours);
  return (
    <PageBody>
      <div>
        <SpanPicker />
      </div>
      <Block title="Endpoints by the time that they took">
        <Asked query={query} height={400}>
          {({ items, from, to }) => (
            <FactsTable
              label="Endpoints by the time that they took"
              columns={columns(formats, (Date.parse(to) - Date.parse(from)) / 1_000)}
              rows={items}
              keyOf={({ route }) => route}
              none="Nobody has asked for anything in this time."
            />
          )}
        </Asked>
        <p className={`quiet ${classes.below}`}>
          Answers that took longer than SLOW_REQUEST_MS also stand in the log, each with its request.
        </p>
      </Block>
    </PageBody>
  );
}

const columns = (formats: Formats, seconds: number): FactsColumn<Load>[] => [
  { header: 'Endpoint', of: ({ route }) => route.replace('/api/v1', '') },
  { header: 'Requests', of: ({ requests }) => formats.count(requests), align: 'end' },
  {
    header: 'A second',
    of: ({ requests }) => formats.amount((requests / seconds).toFixed(requests / seconds < 1 ? 3 : 1)),
    align: 'end',
    optional: true,
  },
  { header: 'Half within', of: ({ latencyP50Ms }) => millisecondsText(latencyP50Ms, formats), align: 'end' },
  { header: '99 of 100', of: ({ latencyP99Ms }) => millisecondsText(latencyP99Ms, formats), align: 'end' },
  {
    header: 'Slowest',
    of: ({ slowestMs }) => millisecondsText(slowestMs, formats),
    align: 'end',
    optional: true,
  },
  {
    header: 'Failed',
    of: ({ errors, requests }) => (errors === 0 ? '' : percentText(errors / requests, 2, formats)),
    align: 'end',
  },
  {
    header: 'In all',
    of: ({ totalMs }) => durationText(totalMs / 1_000, formats),
    align: 'end',
    optional: true,
  },
];
