import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { importQuery, previewQuery, type Import, type ImportPreview } from '../../api/imports.ts';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { Block, PageBody } from '../../ui/PageBody.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useFormats } from '../../util/firm-context.ts';
import { Applying, useApplying } from './Applying.tsx';
import { Assumptions } from './Assumptions.tsx';
import { Counts } from './Counts.tsx';
import { Files } from './Files.tsx';
import { Problems } from './Problems.tsx';
import { Progress } from './Progress.tsx';
import { TieOutBlock } from './TieOutBlock.tsx';
import { sourceWords, stateWords } from './words.ts';

const pollMs = 1_000;

/** One import: what was read and understood, the decision, its progress, and whether the figures agree. */
export function ImportPage() {
  const { importId = '' } = useParams({ strict: false }) as { importId?: string };
  const applying = useApplying(importId);
  const {
    data: batch,
    error,
    refetch,
  } = useQuery({
    ...importQuery(importId),
    // While it is being applied, whoever looks sees how far it has come.
    refetchInterval: ({ state }) => (applying.isBusy || state.data?.state === 'applying' ? pollMs : false),
  });
  const { data: preview } = useQuery(previewQuery(importId));
  const formats = useFormats();
  const title = batch === undefined ? 'Import' : batch.sources.map(sourceWords).join(', ') || 'Files';
  return (
    <>
      <title>{`${title} · Import · Workledger`}</title>
      <PageHeader
        title={title}
        mark={importId}
        back={{ href: '/imports', label: 'Imports' }}
        under={
          batch && (
            <>
              <StatusBadge tone={stateWords[batch.state][1]}>{stateWords[batch.state][0]}</StatusBadge>{' '}
              <span className="quiet">{`${formats.instant(batch.createdAt)} · ${batch.by}`}</span>
            </>
          )
        }
      />
      <PageBody>
        {batch !== undefined ? (
          <Body batch={batch} preview={preview} applying={applying} />
        ) : error === null ? (
          <Skeleton height={260} />
        ) : (
          <ProblemNotice error={error} onRetry={() => void refetch()} />
        )}
      </PageBody>
    </>
  );
}

type BodyProps = {
  batch: Import;
  preview: ImportPreview | undefined;
  applying: ReturnType<typeof useApplying>;
};

function Body({ batch, preview, applying }: BodyProps) {
  if (batch.state === 'reading') {
    return (
      <Notice title="The files were not read to their end">
        Give the same files again: reading goes on where it was.
      </Notice>
    );
  }
  const isRunning = applying.isBusy || batch.state === 'applying';
  return (
    <>
      {isRunning && <Progress batch={batch} />}
      {batch.state === 'checked' && !applying.isBusy && preview !== undefined && (
        <Applying batch={batch} preview={preview} applying={applying} />
      )}
      {batch.state === 'applying' && !applying.isBusy && (
        <Applying batch={batch} preview={preview} applying={applying} />
      )}
      {batch.state === 'applied' && <TieOutBlock importId={batch.id} />}
      <Counts batch={batch} />
      {preview !== undefined && <Assumptions importId={batch.id} preview={preview} state={batch.state} />}
      <Problems importId={batch.id} />
      {preview !== undefined && (
        <Block title="Files">
          <Files preview={preview} />
        </Block>
      )}
    </>
  );
}
