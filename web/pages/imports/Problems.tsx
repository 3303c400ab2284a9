import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ImportProblem } from '../../api/imports.ts';
import { listQuery } from '../../api/resource.ts';
import { ChoicePicker } from '../../ui/ChoicePicker.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { Block } from '../../ui/PageBody.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { usePageSearch } from '../../util/page-search.ts';
import classes from './imports.module.css';
import { severityWords } from './words.ts';

const severities = (Object.keys(severityWords) as (keyof typeof severityWords)[]).map((value) => ({
  value,
  label: severityWords[value][0],
}));

/** What is wrong, record by record: the file, the line, the field, the value, and what would be accepted. */
export function Problems({ importId }: { importId: string }) {
  const [{ severity }, change] = usePageSearch();
  const query = useInfiniteQuery(listQuery<ImportProblem>(`/imports/${importId}/problems`, { severity }));
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = query;
  const problems = data?.pages.flatMap(({ items }) => items) ?? [];
  if (data !== undefined && problems.length === 0 && severity === undefined) return null;
  return (
    <Block
      title="Problems"
      actions={
        <ChoicePicker
          name="Kind"
          value={severity}
          none="All"
          choices={severities}
          onChange={(value) => change({ severity: value })}
        />
      }
    >
      {error !== null && data === undefined && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data !== undefined && problems.length === 0 && <p className="quiet">None of this kind.</p>}
      <ul className={classes.problems} aria-label="Problems">
        {problems.map((problem) => (
          <ProblemRow key={problem.id} problem={problem} />
        ))}
      </ul>
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show more
        </Button>
      )}
    </Block>
  );
}

function ProblemRow({ problem }: { problem: ImportProblem }) {
  const { severity, detail, file, line, field, value, accepted } = problem;
  const place = [file, line === null ? null : `line ${line}`, field].filter((each) => each !== null);
  return (
    <li>
      <div>
        <StatusBadge tone={severityWords[severity][1]}>{severityWords[severity][0]}</StatusBadge>{' '}
        <span className="quiet">{place.join(' · ')}</span>
      </div>
      <div>
        {detail}
        {value !== null && value !== '' && (
          <>
            {' '}
            <code>{value}</code>
          </>
        )}
      </div>
      {accepted !== null && <div className="quiet">{`Accepted: ${accepted}`}</div>}
    </li>
  );
}
