import { Block, Facts, PageBody } from '../../ui/PageBody.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useFirm } from '../../util/firm-context.ts';
import { IdentityBlock } from './IdentityBlock.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import classes from './profile.module.css';
import { PreferenceRows } from './PreferenceRows.tsx';
import { SessionsBlock } from './SessionsBlock.tsx';
import { TwoFactorBlock } from './TwoFactorBlock.tsx';

/** What is a person's own: how they like to work, who they are, how they sign in, and what they may do here. */
export function ProfilePage() {
  const firm = useFirm();
  return (
    <>
      <title>Your profile · Workledger</title>
      <PageHeader title="Your profile" />
      <PageBody width="text">
        <Block title="How you like to work">
          <PreferenceRows />
        </Block>
        <Block title="Name and e-mail">
          <IdentityBlock />
        </Block>
        <Block title="Second factor" id="two-factor">
          <TwoFactorBlock />
        </Block>
        <Block title="Password">
          <PasswordForm />
        </Block>
        <Block title="Where you are signed in">
          <SessionsBlock />
        </Block>
        <Block title="What you may do here">
          <Facts facts={[['Firm', firm.name]]} />
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
