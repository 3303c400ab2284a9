// The firms of the installation: how large they are and whether somebody works there, and nothing of what they do.

import { Block, PageBody } from '../../ui/PageBody.tsx';
import { useFormats } from '../../util/firm-context.ts';
import type { Formats } from '../../util/formats.ts';
import { Asked } from './Asked.tsx';
import { FactsTable, type FactsColumn } from './FactsTable.tsx';
import { agoText } from './measures.ts';
import classes from './operator.module.css';
import { useFirmSizes, type FirmSizes } from './questions.ts';

type Firm = FirmSizes['items'][number];

export function FirmsPart() {
  const formats = useFormats();
  const query = useFirmSizes();
  return (
    <PageBody>
      <Block title="Firms">
        <Asked query={query} height={300}>
          {({ items, nextCursor }) => (
            <>
              <FactsTable
                label="Firms"
                columns={columns(formats)}
                rows={items}
                keyOf={({ id }) => id}
                none="There is no firm yet."
              />
              {nextCursor !== null && nextCursor !== undefined && (
                <p className={`quiet ${classes.below}`}>
                  These are the oldest {formats.count(items.length)}. The API lists them all.
                </p>
              )}
            </>
          )}
        </Asked>
      </Block>
    </PageBody>
  );
}

const columns = (formats: Formats): FactsColumn<Firm>[] => [
  { header: 'Firm', of: ({ name, isDemo }) => (isDemo ? `${name} (demo)` : name) },
  { header: 'Number', of: ({ id }) => id, align: 'end', optional: true },
  { header: 'Since', of: ({ createdAt }) => formats.date(createdAt), optional: true },
  { header: 'People', of: ({ people }) => formats.count(people), align: 'end' },
  { header: 'Jobs', of: ({ jobs }) => formats.count(jobs), align: 'end' },
  {
    header: 'Posted in 30 days',
    of: ({ recentJournals, recentJournalsAtLeast }) =>
      `${formats.count(recentJournals)}${recentJournalsAtLeast ? ' or more' : ''}`,
    align: 'end',
  },
  {
    header: 'Last posted',
    of: ({ lastPostedAt }) => (lastPostedAt === null ? 'Never' : agoText(lastPostedAt, formats)),
    align: 'end',
  },
];
