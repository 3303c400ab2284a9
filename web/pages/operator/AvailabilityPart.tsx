// When the installation was there, and what people are told about when it was not.

import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTell } from '../../api/useTell.ts';
import { ActionMenu } from '../../ui/ActionMenu.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Figures } from '../../ui/Figures.tsx';
import { Block, PageBody } from '../../ui/PageBody.tsx';
import { useCommands } from '../../util/commands.ts';
import { instantNow } from '../../util/days.ts';
import { useFormats } from '../../util/firm-context.ts';
import type { Formats } from '../../util/formats.ts';
import { Asked } from './Asked.tsx';
import { FactsTable, type FactsColumn } from './FactsTable.tsx';
import { IncidentDrawer } from './IncidentDrawer.tsx';
import { durationText, percentText } from './measures.ts';
import classes from './operator.module.css';
import { useAvailability, useIncidents, type Availability, type Incident } from './questions.ts';

type Outage = Availability['outages'][number];

export function AvailabilityPart() {
  const formats = useFormats();
  const query = useAvailability();
  return (
    <PageBody>
      <Asked query={query} height={200}>
        {({ share, seconds, secondsUp, outages, from }) => (
          <>
            <div className={classes.figures}>
              <Figures
                figures={[
                  {
                    label: 'There',
                    isMain: true,
                    value:
                      share === null ? 'Not known' : percentText(Math.floor(share * 1e5) / 1e5, 3, formats),
                    note: share === null ? undefined : `of the time since ${formats.date(from)}`,
                  },
                  { label: 'Lost', value: durationText(seconds - secondsUp, formats) },
                  { label: 'Outages', value: formats.count(outages.length) },
                  {
                    label: 'What people see',
                    value: <AppLink href="/status">Status page</AppLink>,
                    note: 'STATUS_PAGE=public shows it to anybody',
                  },
                ]}
              />
            </div>
            <Incidents />
            <Block title="Outages">
              <FactsTable
                label="Outages"
                columns={outageColumns(formats)}
                rows={outages.toReversed()}
                keyOf={({ beganAt }) => beganAt}
                none="None. Silence of more than a minute, from all servers, is one."
              />
            </Block>
          </>
        )}
      </Asked>
    </PageBody>
  );
}

const outageColumns = (formats: Formats): FactsColumn<Outage>[] => [
  { header: 'From', of: ({ beganAt }) => formats.instant(beganAt) },
  { header: 'To', of: ({ endedAt }) => (endedAt === null ? 'Lasts' : formats.instant(endedAt)) },
  { header: 'Lasted', of: ({ seconds }) => durationText(seconds, formats), align: 'end' },
  { header: 'Kind', of: ({ planned }) => (planned ? 'Stopped in order' : 'Fell silent') },
];

/** Which incident is in the drawer: one, a new one, or none. */
type Edited = Incident | 'new' | null;

function Incidents() {
  const formats = useFormats();
  const query = useIncidents();
  const [edited, setEdited] = useState<Edited>(null);
  useCommands([{ label: 'Tell people of an incident', key: 'n', onChoose: () => setEdited('new') }]);
  return (
    <Block
      title="Incidents"
      actions={
        <Button size="compact-sm" variant="default" onClick={() => setEdited('new')}>
          Tell of an incident
        </Button>
      }
    >
      <Asked query={query} height={80}>
        {({ items }) => (
          <FactsTable
            label="Incidents"
            columns={incidentColumns(formats, setEdited)}
            rows={items}
            keyOf={({ id }) => id}
            none="None. What is told here stands on the status page."
          />
        )}
      </Asked>
      {edited !== null && (
        <IncidentDrawer incident={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </Block>
  );
}

const incidentColumns = (formats: Formats, edit: (incident: Incident) => void): FactsColumn<Incident>[] => [
  { header: 'Incident', of: ({ title }) => title },
  { header: 'From', of: ({ beganAt }) => formats.instant(beganAt) },
  { header: 'To', of: ({ endedAt }) => (endedAt === null ? 'Lasts' : formats.instant(endedAt)) },
  {
    header: 'Acts',
    of: (incident) => <Acts incident={incident} onEdit={() => edit(incident)} />,
    align: 'end',
  },
];

function Acts({ incident, onEdit }: { incident: Incident; onEdit: () => void }) {
  const path = `/operator/incidents/${incident.id}`;
  const { id: _, ...told } = incident;
  const restoring = useTell<null>({
    send: () => ({ path: '/operator/incidents', body: told }),
    changes: ['operator', 'status'],
  });
  const lasting = useTell<null>({
    send: () => ({ path, method: 'PATCH', body: { endedAt: null } }),
    changes: ['operator', 'status'],
  });
  const ending = useTell<string>({
    send: (endedAt) => ({ path, method: 'PATCH', body: { endedAt } }),
    changes: ['operator', 'status'],
    said: () => ({ text: `${incident.title} is over`, onUndo: () => lasting.tell(null) }),
  });
  const removing = useTell<null>({
    send: () => ({ path, method: 'DELETE' }),
    changes: ['operator', 'status'],
    said: () => ({ text: `${incident.title} is off the status page`, onUndo: () => restoring.tell(null) }),
  });
  return (
    <ActionMenu
      name={`Acts on ${incident.title}`}
      target={
        <Button size="compact-sm" variant="subtle" aria-label={`Acts on ${incident.title}`}>
          …
        </Button>
      }
      actions={[
        ...(incident.endedAt === null
          ? [{ label: 'It is over', onChoose: () => ending.tell(instantNow()) }]
          : []),
        { label: 'Change', onChoose: onEdit },
        { label: 'Remove', onChoose: () => removing.tell(null) },
      ]}
    />
  );
}
