import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { preferencesQuery, useKeepPreferences } from '../../api/preferences.ts';
import { sessionQuery } from '../../api/session.ts';
import { startPage } from '../../shell/navigation.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { PageBody } from '../../ui/PageBody.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useFirm, useMay } from '../../util/firm-context.ts';
import classes from './first-run.module.css';
import { Steps } from './Steps.tsx';

/** Where a new firm and a new person begin. It can be left at any time and come back to from the person's menu. */
export function WelcomePage() {
  const firm = useFirm();
  const { data: session } = useQuery(sessionQuery);
  const setsUp = useMay()('firm.settings');
  const firstName = session?.person?.name.split(/\s+/)[0];
  return (
    <>
      <title>Welcome · Workledger</title>
      <PageHeader title={firstName === undefined ? 'Welcome' : `Welcome, ${firstName}`}>
        {setsUp && <Leave />}
      </PageHeader>
      <PageBody width="text">
        {setsUp ? <Steps /> : <Greeting />}
        <p className={classes.foot}>
          {`${firm.name} · `}
          <AppLink href="/profile">How you like to work</AppLink>
          {' · '}
          <AppLink href="/help">Help</AppLink>
        </p>
      </PageBody>
    </>
  );
}

/** From then on the first page is another one. */
function Leave() {
  const router = useRouter();
  const keep = useKeepPreferences();
  const { data } = useQuery(preferencesQuery());
  const leave = async () => {
    const hints = data?.dismissedHints ?? [];
    if (!hints.includes('welcome')) await keep({ dismissedHints: [...hints, 'welcome'] });
    await router.navigate({ to: '/' });
  };
  return (
    <Button variant="default" onClick={() => void leave()}>
      I know my way
    </Button>
  );
}

const nextSteps = {
  owner: 'Begin',
  bookkeeper: 'See what can be billed',
  projectManager: 'See what can be billed',
  staff: 'Record your week',
  auditor: 'See the books',
} as const;

/** For whoever was invited: what they may do here, and the one next step. */
function Greeting() {
  const firm = useFirm();
  const router = useRouter();
  const href = startPage(firm, (path) => path in router.routesByPath);
  return (
    <section className={classes.greeting}>
      <p>{`You are in ${firm.name} now. This is what you may do here:`}</p>
      <ul>
        {firm.roleSentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <div>
        <Button component={AppLink} href={href}>
          {nextSteps[firm.role]}
        </Button>
      </div>
    </section>
  );
}
