import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../../api/session.ts';
import { Block, Facts, PageBody } from '../../ui/PageBody.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useFirm } from '../../util/firm-context.ts';
import { PasswordForm } from './PasswordForm.tsx';
import classes from './profile.module.css';
import { PreferenceRows } from './PreferenceRows.tsx';

/** What is a person's own: how they like to work, their password, and what they may do here. */
export function ProfilePage() {
  const { data: session } = useQuery(sessionQuery);
  const firm = useFirm();
  const person = session?.person ?? null;
  return (
    <>
      <title>Your profile · Workledger</title>
      <PageHeader title="Your profile" />
      <PageBody width="text">
        <Block title="How you like to work">
          <PreferenceRows />
        </Block>
        <Block title="Password">
          <PasswordForm />
        </Block>
        <Block title="Who you are here">
          <Facts
            facts={[
              ['Name', person?.name],
              ['E-mail', person?.email],
              ['Firm', firm.name],
            ]}
          />
          <ul className={classes.sentences}>
            {firm.roleSentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Block>
      </PageBody>
    </>
  );
}
