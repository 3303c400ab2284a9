import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { changeFirmRequest } from '#contract/firms/firms.ts';
import { firmQuery, type Firm } from '../../api/settings.ts';
import { FlagField } from '../../form/fields.tsx';
import { orNull } from '../../form/words.ts';
import { Form } from '../../form/Form.tsx';
import { MoneyField } from '../../form/NumberFields.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { Block } from '../../ui/PageBody.tsx';
import { useMay } from '../../util/firm-context.ts';
import { Answered, Changeable } from './parts.tsx';
import classes from './settings.module.css';

/** What the firm decides about the role of project managers. */
export function ManagersForm() {
  const query = useQuery(firmQuery());
  return (
    <div className={classes.below}>
      <Block title="Project managers">
        <Answered query={query}>{(firm) => <Fields firm={firm} />}</Answered>
      </Block>
    </div>
  );
}

function Fields({ firm }: { firm: Firm }) {
  const may = useMay()('firm.settings');
  const initial = useMemo(
    () => ({
      projectManagersSeeCosts: firm.projectManagersSeeCosts,
      projectManagerWriteOffLimit: firm.projectManagerWriteOffLimit ?? '',
    }),
    [firm],
  );
  const form = useRecordForm<typeof initial, Firm>({
    id: 'settings managers',
    initial,
    schema: changeFirmRequest,
    bodyOf: ({ projectManagersSeeCosts, projectManagerWriteOffLimit }) => ({
      projectManagersSeeCosts,
      projectManagerWriteOffLimit: orNull(projectManagerWriteOffLimit),
    }),
    send: (body) => ({ path: '/firm', method: 'PATCH', version: firm.version, body }),
    changes: ['firm', 'session', 'roles'],
    said: 'Saved',
  });
  return (
    <Changeable may={may} who="an owner">
      <Form form={form} act="Save">
        <FlagField
          label="They see cost rates and margins"
          help="Of everybody, in reports and on jobs."
          {...form.field('projectManagersSeeCosts')}
        />
        <div className={classes.narrow}>
          <MoneyField
            label="Write-off limit"
            help="The most in one write-off or write-on; empty for no limit"
            currency={firm.currency}
            {...form.field('projectManagerWriteOffLimit')}
          />
        </div>
      </Form>
    </Changeable>
  );
}
