// How busy the installation was, from the last hour to the last year, and where that is heading.

import { useMemo } from 'react';
import { Chart } from '../../chart/Chart.tsx';
import { ChoicePicker } from '../../ui/ChoicePicker.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Block, PageBody } from '../../ui/PageBody.tsx';
import { useFirm, useFormats } from '../../util/firm-context.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { Asked } from './Asked.tsx';
import { historyOf, momentsFor, limit, limitsOf, perHost, type History } from './history.ts';
import classes from './operator.module.css';
import { OutlookTable } from './OutlookTable.tsx';
import {
  useChecks,
  useOutlook,
  useInstallation,
  useUtilisation,
  type Check,
  type Utilisation,
} from './questions.ts';
import { SpanPicker, useSpanHours } from './spans.tsx';
import { WeeksChart } from './WeeksChart.tsx';

export function UtilisationPart() {
  const hours = useSpanHours();
  const query = useUtilisation(hours);
  const outlook = useOutlook();
  const { data: checks } = useChecks();
  const { data: state } = useInstallation();
  return (
    <PageBody>
      <Asked query={query} height={640}>
        {(found) => (
          <Charts
            found={found}
            checks={checks?.items ?? []}
            connectionsMax={state?.database.connectionsMax ?? null}
          />
        )}
      </Asked>
      <Block title="Where it is heading">
        <Asked query={outlook}>
          {(heading) => (
            <div className={classes.outlook}>
              <OutlookTable outlook={heading} />
              <WeeksChart weeks={heading.load.weeks} />
            </div>
          )}
        </Asked>
      </Block>
    </PageBody>
  );
}

type ChartsProps = { found: Utilisation; checks: readonly Check[]; connectionsMax: number | null };

function Charts({ found, checks, connectionsMax }: ChartsProps) {
  const formats = useFormats();
  const [{ server }, change] = usePageSearch();
  const firm = useFirm();
  const history = useMemo(() => historyOf(found, formats, momentsFor(firm)), [found, formats, firm]);
  const host = history.hosts.includes(server ?? '') ? server : undefined;
  return (
    <>
      <div className={classes.bar}>
        <SpanPicker />
        {history.hosts.length > 1 && (
          <ChoicePicker
            name="Server"
            none="All servers"
            value={host}
            choices={history.hosts.map((each) => ({ value: each, label: each }))}
            onChange={(chosen) => change({ server: chosen })}
          />
        )}
      </div>
      {history.places.length === 0 ? (
        <Notice title="Nothing is known of this time">
          Each server and worker writes down every minute how busy it was.
        </Notice>
      ) : (
        <div className={classes.charts}>
          <MachineCharts history={history} host={host} checks={checks} />
          <AnswerCharts history={history} host={host} />
          {host === undefined && (
            <SharedCharts history={history} checks={checks} connectionsMax={connectionsMax} />
          )}
        </div>
      )}
    </>
  );
}

type PartProps = { history: History; host: string | undefined };

/** Of each machine, with the thresholds that it is judged by. */
function MachineCharts({ history, host, checks }: PartProps & { checks: readonly Check[] }) {
  const { places } = history;
  const common = {
    kind: 'line',
    unit: 'percent',
    placeName: 'From',
    places,
    height: 180,
    fromZeroTo: 100,
  } as const;
  const share = (part: number, whole: number) => (whole === 0 ? null : (part / whole) * 100);
  const limits = (name: 'cpu' | 'memory' | 'disk') => limitsOf(checks, name, places.length);
  return (
    <>
      <Chart
        {...common}
        title="Processors busy"
        series={[...perHost(history, host, ({ cpuShare }) => cpuShare * 100), ...limits('cpu')]}
      />
      <Chart
        {...common}
        title="Memory in use"
        series={[
          ...perHost(history, host, (of) => share(of.memoryUsedBytes, of.memoryTotalBytes)),
          ...limits('memory'),
        ]}
      />
      <Chart
        {...common}
        title="Disk in use"
        series={[
          ...perHost(history, host, (of) => share(of.diskUsedBytes, of.diskUsedBytes + of.diskFreeBytes)),
          ...limits('disk'),
        ]}
      />
    </>
  );
}

/** Requests, how long they took, how many failed, and how late the event loop was. */
function AnswerCharts({ history, host }: PartProps) {
  const { places, along, seconds } = history;
  const common = { kind: 'line', placeName: 'From', places, height: 180, fromZeroTo: 0 } as const;
  const failed = ({ errors, requests }: { errors: number; requests: number }) =>
    requests === 0 ? null : (errors / requests) * 100;
  const one = (of: Parameters<typeof perHost>[2]) => perHost(history, host, of);
  return (
    <>
      <Chart
        {...common}
        title="Requests per second"
        unit="count"
        series={
          host === undefined
            ? [{ name: 'Requests', values: along(({ requests }) => requests / seconds) }]
            : one(({ requests }) => requests / seconds)
        }
      />
      <Chart
        {...common}
        title="How long answers took"
        unit="milliseconds"
        series={
          host === undefined
            ? [
                { name: 'Half within', values: along(({ latencyP50Ms }) => latencyP50Ms) },
                { name: '95 of 100', values: along(({ latencyP95Ms }) => latencyP95Ms) },
                { name: '99 of 100', values: along(({ latencyP99Ms }) => latencyP99Ms) },
              ]
            : one(({ latencyP95Ms }) => latencyP95Ms)
        }
      />
      <Chart
        {...common}
        title="Answers that failed"
        unit="percent"
        series={host === undefined ? [{ name: 'Failed', values: along(failed) }] : one(failed)}
      />
      <Chart
        {...common}
        title="Delay of the event loop"
        unit="milliseconds"
        series={one(({ eventLoopP99Ms }) => eventLoopP99Ms)}
      />
    </>
  );
}

type SharedProps = { history: History; checks: readonly Check[]; connectionsMax: number | null };

/** Of the whole installation. */
function SharedCharts({ history, checks, connectionsMax }: SharedProps) {
  const { places, along } = history;
  const common = { kind: 'line', placeName: 'From', places, height: 180, fromZeroTo: 0 } as const;
  const waits = along(({ queueOldestSeconds }) => queueOldestSeconds);
  const longest = Math.max(0, ...waits.map((wait) => wait ?? 0));
  // Far above the figures, a threshold would press them flat.
  const limits = limitsOf(checks, 'queue', places.length).filter(
    ({ values }) => Number(values[0]) < 4 * longest,
  );
  const connections = along(({ databaseConnections }) => databaseConnections);
  return (
    <>
      <Chart
        {...common}
        title="Longest wait in the queue"
        unit="seconds"
        series={[{ name: 'Wait', values: waits }, ...limits]}
      />
      <Chart
        {...common}
        title="Connections to the database"
        unit="count"
        series={[
          { name: 'Connections', values: connections },
          ...(connectionsMax === null
            ? []
            : [limit('As many as there may be', connectionsMax, '--tone-negative', places.length)]),
        ]}
      />
      <Chart
        {...common}
        title="Size of the database"
        unit="gigabytes"
        series={[{ name: 'Size', values: along(({ databaseBytes }) => databaseBytes / 1e9) }]}
      />
    </>
  );
}
