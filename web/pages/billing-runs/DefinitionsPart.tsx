// Rules under a name, to be repeated each month.

import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { definitionContent } from '#contract/billing-runs/definitions.ts';
import type { Definition } from '../../api/billing-runs.ts';
import { definitionsPath, definitionsQuery } from '../../api/billing-runs.ts';
import { useTell } from '../../api/useTell.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { TextField } from '../../form/fields.tsx';
import { Form } from '../../form/Form.tsx';
import type { RecordForm } from '../../form/useRecordForm.ts';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { Block, PageBody } from '../../ui/PageBody.tsx';
import { useMay } from '../../util/firm-context.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { RehearseNow, UseOfRules } from './DueRules.tsx';
import { checkRules, fieldsOfRules, rulePaths, rulesOf, type RuleFields } from './rules-form.ts';
import { RulesFields } from './RulesFields.tsx';
import { RuleSentences } from './RunDrawer.tsx';

export function DefinitionsPart() {
  const [search, change] = usePageSearch();
  const { data, error, refetch } = useQuery(definitionsQuery());
  const mayPlan = useMay()('billingRuns.plan');
  const opened = search['definition'];
  const definitions = data?.items ?? [];
  if (error !== null && data === undefined)
    return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  return (
    <PageBody width="text">
      {data === undefined && <Skeleton height={160} />}
      {data !== undefined && definitions.length === 0 && (
        <Notice
          title="No saved rules yet"
          action={
            mayPlan && <Button onClick={() => change({ definition: 'new' })}>Save rules for a run</Button>
          }
        >
          Rules that you use each month: the cut-off, which jobs, what becomes of their work, who reviews.
        </Notice>
      )}
      {definitions.map((definition) => (
        <Block
          key={definition.id}
          title={definition.name}
          actions={
            mayPlan && (
              <span>
                <Button variant="subtle" size="xs" onClick={() => change({ definition: definition.id })}>
                  Change
                </Button>
                <RehearseNow definition={definition} />
              </span>
            )
          }
        >
          <UseOfRules definition={definition} />
          <RuleSentences rules={definition.rules} />
        </Block>
      ))}
      {mayPlan && (
        <DefinitionDrawer
          key={opened}
          opened={opened === 'new' || definitions.some(({ id }) => id === opened)}
          definition={definitions.find(({ id }) => id === opened)}
          onClose={() => change({ definition: undefined })}
        />
      )}
    </PageBody>
  );
}

type Fields = RuleFields & { name: string };
type DefinitionDrawerProps = {
  opened: boolean;
  definition: Definition | undefined;
  onClose: () => void;
};

function DefinitionDrawer({ opened, definition, onClose }: DefinitionDrawerProps) {
  const initial = useMemo<Fields>(
    () => ({ ...fieldsOfRules(definition?.rules), name: definition?.name ?? '' }),
    [definition],
  );
  const form = useRecordForm<Fields, Definition>({
    id: definition === undefined ? 'new billing rules' : `billing rules ${definition.id}`,
    initial,
    schema: definitionContent,
    bodyOf: (fields) => ({ name: fields.name, rules: rulesOf(fields) }),
    pathOf: rulePaths,
    check: checkRules,
    send: (body) =>
      definition === undefined
        ? { path: definitionsPath, body }
        : { path: `${definitionsPath}/${definition.id}`, method: 'PUT', version: definition.version, body },
    changes: ['billing-definitions'],
    said: ({ name }) => `${name} saved`,
    onSaved: onClose,
  });
  return (
    <EditDrawer
      opened={opened}
      title={definition === undefined ? 'Save rules for billing runs' : `Change ${definition.name}`}
      onClose={onClose}
      form={form}
      size={600}
    >
      <Form
        form={form}
        act="Save"
        onCancel={onClose}
        actions={definition && <Remove definition={definition} onDone={onClose} />}
      >
        <TextField label="Name" required first placeholder="Month end" {...form.field('name')} />
        <RulesFields form={form as unknown as RecordForm<RuleFields>} />
      </Form>
    </EditDrawer>
  );
}

/** Done at once: Undo saves the same rules again. */
function Remove({ definition, onDone }: { definition: Definition; onDone: () => void }) {
  const { id, version, name, rules } = definition;
  const restoring = useTell<void>({
    send: () => ({ path: definitionsPath, body: { name, rules } }),
    changes: ['billing-definitions'],
    said: () => `${name} is back`,
  });
  const removing = useTell<void>({
    send: () => ({ path: `${definitionsPath}/${id}`, method: 'DELETE', version }),
    changes: ['billing-definitions'],
    said: () => ({ text: `${name} removed`, onUndo: () => restoring.tell() }),
    onDone,
  });
  return (
    <Button variant="subtle" loading={removing.isBusy} onClick={() => removing.tell()}>
      Remove
    </Button>
  );
}
