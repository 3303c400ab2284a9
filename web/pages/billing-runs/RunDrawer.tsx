// A new rehearsal, or other rules for one that is there.

import { useRouter } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { newRun, runContent } from '#contract/billing-runs/runs.ts';
import type { BillingRun, Definition, Rules } from '../../api/billing-runs.ts';
import { definitionsQuery, runsPath, runTopics } from '../../api/billing-runs.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { ChoiceField, TextField } from '../../form/fields.tsx';
import { Form, Section } from '../../form/Form.tsx';
import type { RecordForm } from '../../form/useRecordForm.ts';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { useFormats } from '../../util/firm-context.ts';
import classes from './billing-runs.module.css';
import { checkRules, fieldsOfRules, rulePaths, rulesOf, type RuleFields } from './rules-form.ts';
import { RulesFields } from './RulesFields.tsx';
import { rulesInWords } from './words.ts';

type DrawerProps = { opened: boolean; onClose: () => void };
type NewFields = RuleFields & { name: string; definitionId: string };

const size = 600;
const noDefinitions: readonly Definition[] = [];

export function NewRunDrawer({ opened, onClose, definitionId }: DrawerProps & { definitionId?: string }) {
  const { data } = useQuery(definitionsQuery());
  const definitions = data?.items ?? noDefinitions;
  const first = definitionId ?? '';
  const initial = useMemo<NewFields>(
    () => ({ ...fieldsOfRules(undefined), name: '', definitionId: first }),
    [first],
  );
  const router = useRouter();
  const form = useRecordForm<NewFields, BillingRun>({
    id: first === '' ? 'new billing run' : `new billing run by ${first}`,
    initial,
    schema: newRun,
    bodyOf: (fields) => ({
      ...(fields.name.trim() === '' ? {} : { name: fields.name }),
      ...(fields.definitionId === '' ? { rules: rulesOf(fields) } : { definitionId: fields.definitionId }),
    }),
    pathOf: rulePaths,
    check: (fields) => (fields.definitionId === '' ? checkRules(fields) : {}),
    send: (body) => ({ path: runsPath, body }),
    changes: runTopics,
    onSaved: (run) => {
      onClose();
      router.history.push(`${runsPath}/${run.id}`);
    },
  });
  const definition = definitions.find(({ id }) => id === form.values.definitionId);
  return (
    <EditDrawer opened={opened} title="New billing run" onClose={onClose} form={form} size={size}>
      <Form form={form} act="Rehearse" onCancel={onClose}>
        <p className={classes.quiet}>
          A rehearsal shows what would be invoiced. It locks nobody and changes nothing until you start it.
        </p>
        <ChoiceField
          label="Rules"
          choices={[
            { value: '', label: 'Rules of its own' },
            ...definitions.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          {...form.field('definitionId')}
        />
        <TextField
          label="Name"
          first
          placeholder={`${definition?.name ?? 'Billing run'}, with the month it bills`}
          {...form.field('name')}
        />
        {definition === undefined ? (
          <RulesFields form={form as unknown as RecordForm<RuleFields>} />
        ) : (
          <Section title={definition.name}>
            <RuleSentences rules={definition.rules} />
          </Section>
        )}
      </Form>
    </EditDrawer>
  );
}

export function RuleSentences({ rules }: { rules: Rules }) {
  const formats = useFormats();
  return (
    <ul className={classes.sentences}>
      {rulesInWords(rules, formats).map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

type NamedFields = RuleFields & { name: string };

export function RulesDrawer({ opened, onClose, run }: DrawerProps & { run: BillingRun }) {
  const initial = useMemo<NamedFields>(() => ({ ...fieldsOfRules(run.rules), name: run.name }), [run]);
  const form = useRecordForm<NamedFields, BillingRun>({
    id: `billing run ${run.id}`,
    initial,
    schema: runContent,
    bodyOf: (fields) => ({ name: fields.name, rules: rulesOf(fields) }),
    pathOf: rulePaths,
    check: checkRules,
    send: (body) => ({ path: `${runsPath}/${run.id}`, method: 'PUT', version: run.version, body }),
    changes: runTopics,
    said: 'Planned anew',
    onSaved: onClose,
  });
  return (
    <EditDrawer opened={opened} title="Change the rules" onClose={onClose} form={form} size={size}>
      <Form form={form} act="Plan anew" onCancel={onClose}>
        <TextField label="Name" required {...form.field('name')} />
        <RulesFields form={form as unknown as RecordForm<RuleFields>} />
      </Form>
    </EditDrawer>
  );
}
