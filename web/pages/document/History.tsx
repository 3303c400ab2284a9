import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { historyQuery } from '../../api/invoices.ts';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { Block } from '../../ui/PageBody.tsx';
import { Timeline } from '../../ui/Timeline.tsx';
import { withAmounts, withDays } from '../../util/formats.ts';

const readable = (sentence: string) => withAmounts(withDays(sentence));

type HistoryProps = { subject: Parameters<typeof historyQuery>[0]; id: string };

export function History({ subject, id }: HistoryProps) {
  const { data, error, refetch } = useQuery(historyQuery(subject, id));
  return (
    <Block title="History">
      {error !== null ? (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton height={90} />
      ) : data.items.length === 0 ? (
        <p className="quiet">Nothing is known of how it came about.</p>
      ) : (
        <Timeline
          label="History"
          events={data.items.map(({ id: eventId, at, actorName, sentence, changes }) => ({
            id: eventId,
            at,
            who: actorName,
            text: readable(sentence),
            ...(changes.length === 0
              ? {}
              : {
                  detail: changes
                    .slice(0, 6)
                    .map(({ label, before, after }) =>
                      readable(`${label}: ${before ?? 'none'} → ${after ?? 'none'}`),
                    )
                    .join('; '),
                }),
          }))}
        />
      )}
    </Block>
  );
}
