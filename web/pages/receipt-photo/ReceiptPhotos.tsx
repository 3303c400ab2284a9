// The photos of a receipt, as thumbnails. On a phone the first button is the camera.

import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import type { Attachment } from '../../api/costs.ts';
import { Icon } from '../../ui/icons.tsx';
import { PhotoView } from './PhotoView.tsx';
import classes from './receipt-photo.module.css';
import { contentOf, usePicture } from './useFile.ts';
import type { usePhotos, Waiting } from './usePhotos.ts';

type ReceiptPhotosProps = {
  photos: ReturnType<typeof usePhotos>;
  costEntryId: string | undefined;
  mayChange: boolean;
};

export function ReceiptPhotos({ photos, costEntryId, mayChange }: ReceiptPhotosProps) {
  const [shown, setShown] = useState<Attachment | null>(null);
  const files = photos.kept.data?.items ?? [];
  return (
    <section className={classes.photos} aria-label="Receipt">
      {(files.length > 0 || photos.waiting.length > 0) && (
        <ul>
          {files.map((file) => (
            <li key={file.id}>
              <Thumbnail file={file} onShow={() => setShown(file)} />
            </li>
          ))}
          {photos.waiting.map((waiting) => (
            <li key={waiting.key} data-state={waiting.state}>
              <OnItsWay
                waiting={waiting}
                onRetry={
                  costEntryId === undefined ? undefined : () => void photos.retry(costEntryId, waiting)
                }
                onDrop={() => photos.drop(waiting.key)}
              />
            </li>
          ))}
        </ul>
      )}
      {mayChange && <AddPhoto onAdd={(added) => void photos.add(added)} />}
      <PhotoView
        file={shown}
        onClose={() => setShown(null)}
        {...(mayChange
          ? {
              onRemove: (file: Attachment) => {
                setShown(null);
                void photos.remove(file, () => contentOf(file));
              },
            }
          : {})}
      />
    </section>
  );
}

function AddPhoto({ onAdd }: { onAdd: (files: readonly File[]) => void }) {
  const camera = useRef<HTMLInputElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement) => {
    onAdd([...(input.files ?? [])]);
    // The same file can be chosen again.
    input.value = '';
  };
  return (
    <div className={classes.add}>
      <Button
        className={classes.camera ?? ''}
        variant="default"
        leftSection={<Icon name="camera" />}
        onClick={() => camera.current?.click()}
      >
        Take a photo
      </Button>
      <Button variant="default" leftSection={<Icon name="upload" />} onClick={() => files.current?.click()}>
        Add a receipt
      </Button>
      <input
        ref={camera}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        aria-label="Photo of the receipt"
        onChange={(event) => take(event.currentTarget)}
      />
      <input
        ref={files}
        type="file"
        accept="image/*,application/pdf"
        multiple
        hidden
        aria-label="Files of the receipt"
        onChange={(event) => take(event.currentTarget)}
      />
    </div>
  );
}

function Thumbnail({ file, onShow }: { file: Attachment; onShow: () => void }) {
  const { url } = usePicture(file, { isSmall: true });
  const [isBroken, setBroken] = useState(false);
  return (
    <button type="button" className={classes.thumbnail} aria-label={`Show ${file.fileName}`} onClick={onShow}>
      {url !== undefined && !isBroken ? (
        <img src={url} alt="" onError={() => setBroken(true)} />
      ) : (
        <span className={classes.kind}>{file.mediaType === 'application/pdf' ? 'PDF' : 'Photo'}</span>
      )}
    </button>
  );
}

type OnItsWayProps = { waiting: Waiting; onRetry: (() => void) | undefined; onDrop: () => void };

function OnItsWay({ waiting, onRetry, onDrop }: OnItsWayProps) {
  const { file, url, state, why } = waiting;
  const words = { waiting: 'Sent when you record', sending: 'Sending…', failed: why ?? 'Not sent' }[state];
  return (
    <div className={classes.way}>
      <span className={classes.thumbnail}>
        {url === undefined ? (
          <span className={classes.kind}>{file.type === 'application/pdf' ? 'PDF' : 'File'}</span>
        ) : (
          <img src={url} alt={file.name} />
        )}
      </span>
      <div className={classes.words} role={state === 'failed' ? 'alert' : 'status'}>
        {words}
        {state === 'failed' && onRetry && (
          <button type="button" onClick={onRetry}>
            Try again
          </button>
        )}
        {state !== 'sending' && (
          <button type="button" aria-label={`Leave out ${file.name}`} onClick={onDrop}>
            Leave out
          </button>
        )}
      </div>
    </div>
  );
}
