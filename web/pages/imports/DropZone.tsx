import { Button, Loader } from '@mantine/core';
import { useRef, useState, type DragEvent } from 'react';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { Icon } from '../../ui/icons.tsx';
import { useFormats } from '../../util/firm-context.ts';
import classes from './imports.module.css';
import { useReading } from './useReading.ts';
import { sizeWords } from './words.ts';

/** Files are dropped here or chosen, and read at once: nothing of the firm changes by that. */
export function DropZone() {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const { reading, problem, read } = useReading();
  const formats = useFormats();
  const take = (files: FileList | null) => {
    const given = [...(files ?? [])];
    if (given.length > 0) read(given);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    take(event.dataTransfer.files);
  };
  const bytes = reading?.reduce((sum, { size }) => sum + size, 0) ?? 0;
  return (
    <>
      <div
        className={classes.drop}
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
      >
        {reading === null ? (
          <>
            <Icon name="upload" size={22} />
            <p>Drop files here, as many as there are</p>
            <Button onClick={() => input.current?.click()}>Choose files…</Button>
          </>
        ) : (
          <div role="status" className={classes.busy}>
            <Loader size="sm" />
            {`Reading ${formats.count(reading.length)} ${reading.length === 1 ? 'file' : 'files'}, ${sizeWords(bytes, formats)}. Nothing changes yet.`}
          </div>
        )}
        <input
          ref={input}
          type="file"
          multiple
          hidden
          aria-label="Files to import"
          onChange={(event) => {
            take(event.currentTarget.files);
            event.currentTarget.value = '';
          }}
        />
      </div>
      {problem !== null && reading === null && <ProblemNotice error={problem} />}
    </>
  );
}
