import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { showToast } from './toasts.ts';

type CopyButtonProps = { text: string; variant?: 'filled' | 'default'; children: ReactNode };

/** Copies a text, where the browser lets a page do so; else the text stands beside it to be marked. */
export function CopyButton({ text, variant = 'filled', children }: CopyButtonProps) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setIsCopied(true);
    } catch {
      showToast({ text: 'The browser does not let the page copy. Mark the text and copy it yourself.' });
    }
  };
  return (
    <Button variant={variant} onClick={() => void copy()}>
      {isCopied ? 'Copied' : children}
    </Button>
  );
}
