import { Button, Modal, Skeleton } from '@mantine/core';
import { useState } from 'react';
import type { Attachment } from '../../api/costs.ts';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { showProblem } from '../../ui/toasts.ts';
import { useFormats } from '../../util/firm-context.ts';
import { saveFile } from '../../util/save-file.ts';
import classes from './receipt-photo.module.css';
import { contentOf, usePicture } from './useFile.ts';

type PhotoViewProps = {
  file: Attachment | null;
  onClose: () => void;
  onRemove?: (file: Attachment) => void;
};

/** A receipt, as large as the screen lets it be. A PDF is saved and opened by whatever opens PDFs here. */
export function PhotoView({ file, onClose, onRemove }: PhotoViewProps) {
  const formats = useFormats();
  // The one shown last stays while the window closes.
  const [last, setLast] = useState<Attachment | null>(null);
  if (file !== null && file !== last) setLast(file);
  const shown = file ?? last;
  return (
    <Modal.Root opened={file !== null} onClose={onClose} size="auto" centered>
      <Modal.Overlay />
      <Modal.Content aria-label={`Receipt ${shown?.fileName ?? ''}`}>
        <Modal.Body className={classes.body ?? ''}>
          {shown && (
            <div className={classes.view}>
              <Picture key={shown.id} file={shown} />
              <p className="quiet">
                Added by {shown.addedBy}, {formats.instant(shown.addedAt)}
              </p>
              <div className={classes.viewActs}>
                {onRemove && (
                  <Button variant="subtle" onClick={() => onRemove(shown)}>
                    Remove
                  </Button>
                )}
                <Button variant="default" onClick={() => void save(shown)}>
                  Save the file
                </Button>
                <Button onClick={onClose}>Close</Button>
              </div>
            </div>
          )}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Picture({ file }: { file: Attachment }) {
  const { url, error } = usePicture(file);
  const [isBroken, setBroken] = useState(false);
  if (!file.mediaType.startsWith('image/')) return <p className="quiet">A PDF opens once it is saved.</p>;
  if (isBroken) return <p className="quiet">This browser cannot show it. Save it to look at it.</p>;
  if (error !== null) return <ProblemNotice error={error} />;
  if (url === undefined) return <Skeleton width={280} height={280} />;
  return <img src={url} alt={`Receipt ${file.fileName}`} onError={() => setBroken(true)} />;
}

async function save(file: Attachment): Promise<void> {
  try {
    saveFile({ name: file.fileName, blob: await contentOf(file) });
  } catch (error) {
    showProblem(error, () => save(file));
  }
}
