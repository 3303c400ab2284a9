import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { saveFile } from '../../util/save-file.ts';
import classes from './two-factor.module.css';

type RecoveryCodesProps = { codes: readonly string[]; act: string; onDone: () => void };

/** The codes for when the app is out of reach. They are kept readable nowhere, so this is the one time that they show. */
export function RecoveryCodes({ codes, act, onDone }: RecoveryCodesProps) {
  const text = `${codes.join('\n')}\n`;
  const heading = useRef<HTMLParagraphElement>(null);
  // What had the focus is gone, and this is what is to be read now.
  useEffect(() => heading.current?.focus(), []);
  const download = () =>
    saveFile({
      name: 'workledger-recovery-codes.txt',
      blob: new Blob([`Recovery codes for signing in to Workledger. Each works once.\n\n${text}`], {
        type: 'text/plain',
      }),
    });
  return (
    <div className={classes.steps}>
      <p ref={heading} tabIndex={-1}>
        Keep these recovery codes where you find them without your phone. Each signs you in once instead of a
        code from the app. They are not shown again.
      </p>
      <ul className={classes.codes} aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={classes.acts}>
        <CopyButton text={text} variant="default">
          Copy
        </CopyButton>
        <Button variant="default" onClick={download}>
          Download
        </Button>
        <Button variant="default" onClick={() => window.print()}>
          Print
        </Button>
      </div>
      <div className={classes.acts}>
        <Button onClick={onDone}>{act}</Button>
      </div>
    </div>
  );
}
