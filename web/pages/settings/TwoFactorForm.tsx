import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { changeFirmRequest } from '#contract/firms/firms.ts';
import { sessionQuery } from '../../api/session.ts';
import { firmQuery, type Firm } from '../../api/settings.ts';
import { FlagField } from '../../form/fields.tsx';
import { Form } from '../../form/Form.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { Block } from '../../ui/PageBody.tsx';
import { useMay } from '../../util/firm-context.ts';
import { Answered, Changeable } from './parts.tsx';
import classes from './settings.module.css';

/** Whether everybody has to sign in with a code besides the password. */
export function TwoFactorForm() {
  const query = useQuery(firmQuery());
  return (
    <div className={classes.below}>
      <Block title="Signing in">
        <Answered query={query}>{(firm) => <Fields firm={firm} />}</Answered>
      </Block>
    </div>
  );
}

function Fields({ firm }: { firm: Firm }) {
  const may = useMay()('firm.settings');
  const { data: session } = useQuery(sessionQuery);
  const initial = useMemo(() => ({ requiresTwoFactor: firm.requiresTwoFactor }), [firm]);
  const form = useRecordForm<typeof initial, Firm>({
    id: 'settings second factor',
    initial,
    schema: changeFirmRequest,
    asks: ({ requiresTwoFactor }) => (requiresTwoFactor && !firm.requiresTwoFactor ? requiring : null),
    send: (body) => ({ path: '/firm', method: 'PATCH', version: firm.version, body }),
    changes: ['firm', 'session', 'members'],
    said: 'Saved',
  });
  const hasNone = session?.person?.twoFactor === false;
  const own = hasNone ? ' You have none yet, and are led to it as soon as you save.' : '';
  return (
    <Changeable may={may} who="an owner">
      <Form form={form} act="Save">
        <FlagField
          label="Everybody signs in with a second factor"
          help={`Who has none sets it up before anything else. API keys work as before.${own}`}
          {...form.field('requiresTwoFactor')}
        />
      </Form>
    </Changeable>
  );
}

const requiring = {
  title: 'Have everybody sign in with a second factor?',
  consequence: 'Whoever has none is led to set it up the next time they do anything, and cannot work before.',
  act: 'Require it',
  tone: 'plain',
} as const;
