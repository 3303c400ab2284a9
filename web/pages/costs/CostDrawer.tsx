// A cost: a new one, or one of those that are there. On a phone it begins with the camera, because the receipt is in the
// other hand.

import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CostEntry } from '../../api/costs.ts';
import { costQuery } from '../../api/costs.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { Form } from '../../form/Form.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { useMay } from '../../util/firm-context.ts';
import { isTouched } from '../job/entry-state.ts';
import { ReceiptPhotos } from '../receipt-photo/ReceiptPhotos.tsx';
import { usePhotos } from '../receipt-photo/usePhotos.ts';
import { CostFieldset } from './CostFieldset.tsx';
import { RemoveCost } from './RemoveCost.tsx';
import { costFormId, useCostForm, type CostJob } from './useCostForm.ts';
import { WhyFixed } from './WhyFixed.tsx';

type CostDrawerProps = {
  /** Where costs of one job are recorded; else the job is asked for. */
  job?: CostJob;
  opened: boolean;
  onClose: () => void;
  entryId: string | undefined;
};

export default function CostDrawer({ entryId, ...props }: CostDrawerProps) {
  const { data, error, refetch } = useQuery({ ...costQuery(entryId ?? ''), enabled: entryId !== undefined });
  if (entryId === undefined) return <CostForm {...props} entry={undefined} />;
  if (data !== undefined) return <CostForm {...props} entry={data} />;
  return (
    <EditDrawer opened={props.opened} title="Cost" onClose={props.onClose}>
      {error === null ? (
        <Skeleton height={240} />
      ) : (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      )}
    </EditDrawer>
  );
}

type CostFormProps = Omit<CostDrawerProps, 'entryId'> & { entry: CostEntry | undefined };

function CostForm({ job, opened, onClose, entry }: CostFormProps) {
  const may = useMay();
  // A cost that is recorded, while a photo of it did not arrive yet.
  const [madeId, setMadeId] = useState<string>();
  const photos = usePhotos({ costEntryId: entry?.id ?? madeId, formId: costFormId(job, entry) });
  const finish = () => {
    setMadeId(undefined);
    photos.letGo();
    onClose();
  };
  const onSaved = async (newId: string | undefined) => {
    if (newId === undefined || photos.waiting.length === 0) return finish();
    setMadeId(newId);
    if (await photos.sendAll(newId)) finish();
  };
  const { form, ...money } = useCostForm({ job, entry, onSaved: (newId) => void onSaved(newId) });
  const mayRecord = may('costs.record') || may('costs.recordOwn');
  const isFixed = entry !== undefined && (isTouched(entry) || entry.deleted || !mayRecord);
  if (madeId !== undefined) {
    return (
      <EditDrawer opened={opened} title="The receipt" onClose={finish}>
        <p role="status">
          {photos.waiting.length === 0
            ? 'The cost is recorded, and the receipt is with it.'
            : 'The cost is recorded. The receipt is on its way; you can close this, and it is still sent.'}
        </p>
        <ReceiptPhotos photos={photos} costEntryId={madeId} mayChange={false} />
        <Button onClick={finish}>{photos.waiting.length === 0 ? 'Done' : 'Close'}</Button>
      </EditDrawer>
    );
  }
  const title = job === undefined ? 'Record a cost' : `Record a cost on ${job.number}`;
  return (
    <EditDrawer opened={opened} title={entry?.description ?? title} onClose={onClose} form={form}>
      <Form
        form={form}
        act={entry === undefined ? 'Record' : 'Save'}
        onCancel={onClose}
        actions={entry && !isFixed && <RemoveCost entry={entry} onDone={onClose} />}
      >
        {entry && <WhyFixed entry={entry} />}
        <ReceiptPhotos photos={photos} costEntryId={entry?.id} mayChange={mayRecord} />
        <CostFieldset form={form} job={job} isFixed={isFixed} {...money} />
      </Form>
    </EditDrawer>
  );
}
