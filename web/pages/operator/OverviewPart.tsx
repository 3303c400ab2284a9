// Whether all is well, at a glance: a tile per check, judged as "workledger check" judges it, and the programs at work.

import { AppLink } from '../../ui/AppLink.tsx';
import { Figures } from '../../ui/Figures.tsx';
import { Block, PageBody } from '../../ui/PageBody.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useFormats } from '../../util/firm-context.ts';
import { Asked } from './Asked.tsx';
import { millisecondsText } from './measures.ts';
import classes from './operator.module.css';
import { Processes } from './Processes.tsx';
import { useChecks, useInstallation, useUtilisation, type Check, type Period } from './questions.ts';
import { checkWords, stateWords } from './words.ts';

export function OverviewPart() {
  const checks = useChecks();
  const state = useInstallation();
  return (
    <PageBody>
      <Now />
      <Asked query={checks} height={320}>
        {({ items }) => (
          <ul className={classes.tiles} aria-label="Checks">
            {urgentFirst(items).map((check) => (
              <Tile key={`${check.name} ${check.host ?? ''}`} check={check} />
            ))}
          </ul>
        )}
      </Asked>
      <Block title="Servers and workers">
        <Asked query={state}>{(found) => <Processes state={found} />}</Asked>
      </Block>
    </PageBody>
  );
}

const urgency: readonly Check['state'][] = ['critical', 'warning', 'unknown', 'ok'];

function urgentFirst(checks: readonly Check[]): Check[] {
  return checks.toSorted((one, other) => urgency.indexOf(one.state) - urgency.indexOf(other.state));
}

function Tile({ check }: { check: Check }) {
  const { name, host, state, text } = check;
  const { label, tab, advice, help } = checkWords[name];
  const { label: word, tone } = stateWords[state];
  return (
    <li className={classes.tile} data-state={state}>
      <div className={classes.tileHead}>
        <AppLink href={`/operator?tab=${tab}`}>{label}</AppLink>
        <StatusBadge tone={tone}>{word}</StatusBadge>
      </div>
      <p className={classes.tileText}>{text[0]?.toUpperCase() + text.slice(1)}</p>
      <p className="quiet">{host ?? limitsText(check)}</p>
      {(state === 'warning' || state === 'critical') && (
        <p className={classes.advice}>
          {advice} <AppLink href={`/help/for-operators#${help}`}>Read more</AppLink>
        </p>
      )}
    </li>
  );
}

function limitsText({ name, warning, critical }: Check): string {
  const unit = name === 'availability' ? '%' : name === 'queue' ? 's' : 'h';
  const word = warning.endsWith(':') ? 'below' : 'from';
  const bare = (range: string) => range.replace(':', '');
  return `Look ${word} ${bare(warning)} ${unit}, act ${word} ${bare(critical)} ${unit}`;
}

/** The last minutes. */
function Now() {
  const { data } = useUtilisation(1);
  const formats = useFormats();
  const last = data?.items.at(-1);
  const figure = (of: (period: Period) => string) =>
    data === undefined ? undefined : last === undefined ? 'None yet' : of(last);
  return (
    <div className={classes.figures}>
      <Figures
        figures={[
          {
            label: 'Requests',
            isMain: true,
            value: figure(({ requests }) => formats.count(requests)),
            href: '/operator?tab=utilisation',
            note: 'in the last full minute',
          },
          {
            label: 'Response, 95 of 100',
            value: figure(({ latencyP95Ms }) => millisecondsText(latencyP95Ms, formats) || 'None asked'),
            href: '/operator?tab=requests',
          },
          {
            label: 'Errors',
            value: figure(({ errors }) => formats.count(errors)),
            href: '/operator?tab=requests',
          },
          {
            label: 'Waiting in the queue',
            value: figure(({ queueWaiting }) => formats.count(queueWaiting)),
            href: '/operator?tab=queue',
          },
          {
            label: 'Database connections',
            value: figure(({ databaseConnections }) => formats.count(databaseConnections)),
            href: '/operator?tab=database',
          },
        ]}
      />
    </div>
  );
}
