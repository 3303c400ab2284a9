import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { templatesQuery } from '../../api/settings.ts';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useCommands } from '../../util/commands.ts';
import { useMay } from '../../util/firm-context.ts';
import { AddButton, Answered, Row, RowName, Rows, SectionHead } from './parts.tsx';
import { layouts } from './template-form.ts';
import { TemplateForm } from './TemplateForm.tsx';
import { useOpened } from './useOpened.ts';

/** How documents look: a list, and one template with its sample beside it. */
export function TemplatesSection() {
  const query = useQuery(templatesQuery());
  const may = useMay()('billing.settings');
  const opened = useOpened(query.data?.items ?? []);
  useCommands(may ? [{ label: 'Add a template', key: 'n', onChoose: opened.add }] : []);
  if (opened.isOpened) {
    return (
      <>
        <span data-wide hidden />
        <SectionHead
          title={opened.row?.name ?? 'A new template'}
          actions={
            <Button size="xs" variant="default" onClick={opened.close}>
              All templates
            </Button>
          }
        />
        <TemplateForm key={opened.key} template={opened.row} onAdded={opened.open} onGone={opened.close} />
      </>
    );
  }
  return (
    <>
      <SectionHead
        title="Document templates"
        actions={may && <AddButton onClick={opened.add}>Add a template</AddButton>}
      >
        How invoices, credit notes and quotes look. What was issued keeps the look that it had.
      </SectionHead>
      <Answered query={query}>
        {({ items }) => (
          <Rows label="Document templates" empty="No templates yet.">
            {items.map((template) => (
              <Row key={template.id} quiet={template.archived} onOpen={() => opened.open(template.id)}>
                <RowName
                  badges={
                    template.isDefault ? (
                      <StatusBadge tone="accent">Default</StatusBadge>
                    ) : template.archived ? (
                      <StatusBadge>Archived</StatusBadge>
                    ) : null
                  }
                >
                  {template.name}
                </RowName>
                <span className="quiet">
                  {layouts.find(({ value }) => value === template.layout)?.label}
                  {template.logoType === null ? ', no logo' : ''}
                </span>
              </Row>
            ))}
          </Rows>
        )}
      </Answered>
    </>
  );
}
