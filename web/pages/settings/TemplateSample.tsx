import { Skeleton } from '@mantine/core';
import { useState } from 'react';
import type { Template } from '../../api/settings.ts';
import { ChoicePicker } from '../../ui/ChoicePicker.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { Block } from '../../ui/PageBody.tsx';
import classes from './settings.module.css';
import { layouts } from './template-form.ts';
import { useFile } from './useFile.ts';

/** An invented invoice as this template prints it, in any layout. */
export function TemplateSample({ template }: { template: Template }) {
  const [layout, setLayout] = useState<string | undefined>(undefined);
  const { href, error, refetch } = useFile(
    `/document-templates/${template.id}/sample.pdf`,
    template.version,
    layout === undefined ? {} : { layout },
  );
  return (
    <Block
      title="How it prints"
      actions={
        <ChoicePicker
          name="Lines"
          value={layout}
          none="As the template"
          choices={layouts}
          onChange={setLayout}
        />
      }
    >
      {href !== undefined ? (
        <iframe className={classes.sample} src={`${href}#toolbar=0&view=FitH`} title="A sample invoice" />
      ) : error === null ? (
        <Skeleton height={600} />
      ) : (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      )}
      {href !== undefined && (
        <p>
          <a href={href} target="_blank" rel="noreferrer">
            Open the sample on a page of its own
          </a>
        </p>
      )}
    </Block>
  );
}
