import { TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { newTemplate, templateChange } from '#contract/billing-settings/templates.ts';
import type { Template } from '../../api/settings.ts';
import { ChoiceField, FlagField, LongTextField, TextField } from '../../form/fields.tsx';
import { FieldRow, Form, Section } from '../../form/Form.tsx';
import type { RecordForm } from '../../form/useRecordForm.ts';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { useMay } from '../../util/firm-context.ts';
import { Logo } from './Logo.tsx';
import { Changeable } from './parts.tsx';
import { RemoveButton } from './RemoveButton.tsx';
import classes from './settings.module.css';
import type { TemplateFields } from './template-form.ts';
import { bodyOf, fieldsOf, layouts, pageSizes } from './template-form.ts';
import { TemplateSample } from './TemplateSample.tsx';

type TemplateFormProps = {
  /** A new one without it. */
  template: Template | undefined;
  onAdded: (id: string) => void;
  onGone: () => void;
};

/** A template, and beside it an invented invoice that is printed anew whenever it is saved. */
export function TemplateForm({ template, onAdded, onGone }: TemplateFormProps) {
  const may = useMay()('billing.settings');
  const initial = useMemo(() => fieldsOf(template), [template]);
  const isNew = template === undefined;
  const form = useRecordForm<TemplateFields, Template>({
    id: isNew ? 'new template' : `template ${template.id}`,
    initial,
    schema: isNew ? newTemplate : templateChange,
    bodyOf: (fields) => bodyOf(fields, isNew),
    send: (body) =>
      isNew
        ? { path: '/document-templates', body }
        : { path: `/document-templates/${template.id}`, method: 'PATCH', version: template.version, body },
    changes: ['document-templates'],
    said: ({ name }) => (isNew ? `${name} added` : `${name} saved`),
    onSaved: ({ id }) => (isNew ? onAdded(id) : undefined),
  });
  return (
    <div className={classes.beside}>
      <Changeable may={may} who="an owner or a bookkeeper">
        <Form
          form={form}
          act={isNew ? 'Add the template' : 'Save and see'}
          actions={
            template && (
              <RemoveButton
                path="/document-templates"
                row={template}
                changes={['document-templates']}
                onDone={onGone}
              />
            )
          }
        >
          <TextField label="Name" required {...form.field('name')} />
          {template !== undefined && <Logo template={template} may={may} />}
          <Look form={form} isNew={isNew} />
          <Words form={form} />
        </Form>
      </Changeable>
      {template === undefined ? (
        <p className="quiet">Once it is added, a sample invoice shows here, and a logo can be put on it.</p>
      ) : (
        <TemplateSample template={template} />
      )}
    </div>
  );
}

type PartProps = { form: RecordForm<TemplateFields> };

function Look({ form, isNew }: PartProps & { isNew: boolean }) {
  const colour = form.field('accentColour');
  return (
    <>
      <FieldRow>
        <ChoiceField
          label="Lines"
          help="What each line of an invoice stands for"
          choices={layouts}
          {...form.field('layout')}
        />
        <ChoiceField
          label="Paper"
          help="The size that the PDF has"
          choices={pageSizes}
          {...form.field('pageSize')}
        />
      </FieldRow>
      <TextInput
        label="Colour"
        name="accentColour"
        value={colour.value}
        error={colour.error}
        maw={220}
        leftSection={
          <input
            type="color"
            aria-label="Pick the colour"
            className={classes.colour}
            value={/^#[0-9a-f]{6}$/i.test(colour.value) ? colour.value : '#000000'}
            onChange={(event) => colour.onChange(event.currentTarget.value)}
          />
        }
        leftSectionWidth={54}
        onChange={(event) => colour.onChange(event.currentTarget.value)}
        onBlur={colour.onBlur}
      />
      <FlagField label="Print quantities and prices beside amounts" {...form.field('showsQuantities')} />
      <FlagField label="Print the days of the work" {...form.field('showsDates')} />
      <FlagField label="Default: documents look like this" {...form.field('isDefault')} />
      {!isNew && <FlagField label="Archived" help="Not offered any more." {...form.field('archived')} />}
    </>
  );
}

function Words({ form }: PartProps) {
  return (
    <Section title="Words">
      <LongTextField label="Above the lines" rows={2} {...form.field('introduction')} />
      <LongTextField label="Below the totals" rows={3} {...form.field('terms')} />
      <LongTextField label="At the foot of each page" rows={2} {...form.field('footer')} />
    </Section>
  );
}
