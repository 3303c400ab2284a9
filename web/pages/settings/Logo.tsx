import { Button } from '@mantine/core';
import { useRef } from 'react';
import type { Template } from '../../api/settings.ts';
import { useTell } from '../../api/useTell.ts';
import classes from './settings.module.css';
import { useFile } from './useFile.ts';

/** The logo of a template: a picture to choose, see and take away. */
export function Logo({ template, may }: { template: Template; may: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  const path = `/document-templates/${template.id}/logo`;
  const { version, logoType } = template;
  const href = useFile(path, version, logoType !== null);
  const putting = useTell<File, Template>({
    send: (file) => {
      const body = new FormData();
      body.append('logo', file);
      return { path, method: 'PUT', version, body };
    },
    changes: ['document-templates'],
    said: () => 'Logo saved',
  });
  const removing = useTell<void>({
    send: () => ({ path, method: 'DELETE', version }),
    changes: ['document-templates'],
    said: () => 'Logo removed',
  });
  return (
    <div>
      <div className={classes.logo}>
        {logoType !== null && href !== undefined && <img src={href} alt={`Logo of ${template.name}`} />}
        {may && (
          <Button size="xs" variant="default" loading={putting.isBusy} onClick={() => input.current?.click()}>
            {logoType === null ? 'Choose a logo…' : 'Choose another logo…'}
          </Button>
        )}
        {may && logoType !== null && (
          <Button size="xs" variant="subtle" loading={removing.isBusy} onClick={() => removing.tell()}>
            Remove the logo
          </Button>
        )}
        <input
          ref={input}
          type="file"
          aria-label="Logo"
          accept="image/png,image/jpeg"
          hidden
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            event.currentTarget.value = '';
            if (file !== undefined) putting.tell(file);
          }}
        />
      </div>
      <p className="quiet">PNG or JPEG, at most 1 MB. It is printed at the head of documents.</p>
    </div>
  );
}
