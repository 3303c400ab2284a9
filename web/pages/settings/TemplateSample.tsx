import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { fetchFile } from '../../api/client.ts';
import type { PrintedDocument as Printed } from '../../api/invoices.ts';
import { resourceQuery } from '../../api/resource.ts';
import type { Template } from '../../api/settings.ts';
import { ChoicePicker } from '../../ui/ChoicePicker.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { Block } from '../../ui/PageBody.tsx';
import { showProblem } from '../../ui/toasts.ts';
import { saveFile } from '../../util/save-file.ts';
import { PrintedDocument } from '../document/PrintedDocument.tsx';
import classes from './settings.module.css';
import { layouts } from './template-form.ts';

/** An invented invoice as this template prints it, in any layout. */
export function TemplateSample({ template }: { template: Template }) {
  const [layout, setLayout] = useState<string | undefined>(undefined);
  const question = { layout };
  const { data, error, refetch } = useQuery(
    resourceQuery<Printed>(`/document-templates/${template.id}/document`, question, {
      changesWith: ['billing-settings', 'settings'],
    }),
  );
  const save = () =>
    fetchFile(`/document-templates/${template.id}/sample.pdf`, question).then(saveFile, (thrown: unknown) =>
      showProblem(thrown),
    );
  return (
    <Block
      title="How it prints"
      actions={
        <div className={classes.logo}>
          <ChoicePicker
            name="Lines"
            value={layout}
            none="As the template"
            choices={layouts}
            onChange={setLayout}
          />
          <Button size="xs" variant="default" onClick={() => void save()}>
            PDF
          </Button>
        </div>
      }
    >
      {data !== undefined ? (
        <div className={classes.sample}>
          <PrintedDocument document={data} />
        </div>
      ) : error === null ? (
        <Skeleton height={600} />
      ) : (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      )}
    </Block>
  );
}
