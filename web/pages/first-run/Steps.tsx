import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { preferencesQuery, useKeepPreferences } from '../../api/preferences.ts';
import type { ListPage } from '../../api/resource.ts';
import { resourceQuery } from '../../api/resource.ts';
import { billingSettingsQuery, firmQuery, membersQuery, taxesQuery } from '../../api/settings.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { Icon } from '../../ui/icons.tsx';
import { useFirm } from '../../util/firm-context.ts';
import { locations } from './locations.ts';
import classes from './first-run.module.css';
import { QuickStartForm } from './QuickStartForm.tsx';

const checkedHint = 'welcome-firm';

/** What is done shows by what is there, so it is the same on every device and after years. */
function useDone() {
  const one = { limit: 1 };
  const jobs = useQuery(resourceQuery<ListPage<unknown>>('/jobs', one));
  const entries = useQuery(resourceQuery<ListPage<unknown>>('/time-entries', one));
  const members = useQuery(membersQuery());
  const { data: preferences } = useQuery(preferencesQuery());
  return {
    firm: preferences?.dismissedHints.includes(checkedHint) ?? false,
    people: (members.data?.items.length ?? 0) > 1,
    work: (jobs.data?.items.length ?? 0) > 0,
    time: (entries.data?.items.length ?? 0) > 0,
  };
}

/** Four steps from an empty firm to a first week of time. */
export function Steps() {
  const done = useDone();
  const count = Object.values(done).filter(Boolean).length;
  return (
    <>
      <p className={classes.lead}>
        {count === 4
          ? 'All is set. Everything here can be changed in the settings.'
          : `${count} of 4 done. In any order, and none has to be done today.`}
      </p>
      <ol className={classes.steps}>
        <Step title="Look over the firm" isDone={done.firm}>
          <FirmFacts isDone={done.firm} />
        </Step>
        <Step title="Bring your work" isDone={done.work}>
          <Work hasWork={done.work} />
        </Step>
        <Step title="Record the first time" isDone={done.time}>
          <FirstTime isNext={done.work && !done.time} />
        </Step>
        <Step title="Invite people" isDone={done.people}>
          <p className="quiet">Each with a role that says what they may see and do.</p>
          <Button component={AppLink} href="/settings/people?open=new" variant="default" size="xs">
            Invite somebody
          </Button>
        </Step>
      </ol>
    </>
  );
}

function Step({ title, isDone, children }: { title: string; isDone: boolean; children: ReactNode }) {
  return (
    <li data-done={isDone || undefined}>
      <span className={classes.mark} aria-hidden="true">
        {isDone && <Icon name="check" size={13} />}
      </span>
      <div>
        <h2>
          {title}
          {isDone && <span className="visually-hidden"> (done)</span>}
        </h2>
        {children}
      </div>
    </li>
  );
}

/** What was settled when the firm was set up, each with the page where it is changed. */
function FirmFacts({ isDone }: { isDone: boolean }) {
  const { data: firm } = useQuery(firmQuery());
  const { data: billing } = useQuery(billingSettingsQuery());
  const { data: taxes } = useQuery(taxesQuery());
  const { data: preferences } = useQuery(preferencesQuery());
  const { currency } = useFirm();
  const keep = useKeepPreferences();
  const tax = taxes?.items.find(({ id }) => id === billing?.defaultTaxId);
  const check = () =>
    keep({ dismissedHints: [...(preferences?.dismissedHints ?? []), checkedHint].slice(-300) });
  return (
    <>
      <ul className={classes.facts}>
        <li>
          <AppLink href="/settings/firm">{`Amounts in ${currency}, days and figures as in ${localeWords(firm?.locale)}`}</AppLink>
        </li>
        <li>
          <AppLink href="/settings/billing">
            {tax === undefined ? 'No tax on invoices unless you say so' : `${tax.name} on invoices`}
          </AppLink>
        </li>
        {locations.map(({ href, label }) => (
          <li key={href}>
            <AppLink href={href}>{label}</AppLink>
          </li>
        ))}
      </ul>
      {!isDone && (
        <Button variant="default" size="xs" onClick={() => void check()}>
          It is right
        </Button>
      )}
    </>
  );
}

function localeWords(locale: string | undefined): string {
  if (locale === undefined) return '…';
  return new Intl.DisplayNames(['en'], { type: 'language' }).of(locale) ?? locale;
}

/** Whoever has brought work along by an import is not a staff member yet, and the timesheet would only say so. */
function FirstTime({ isNext }: { isNext: boolean }) {
  const { staffId, memberId } = useFirm();
  const isStranger = isNext && staffId === null;
  return (
    <>
      <p className="quiet">
        {isStranger
          ? 'Say first which staff member you are, or add yourself: you record in their name.'
          : 'Type hours the way you say them: 1.5, 1:30 or 90m. Each cell saves by itself.'}
      </p>
      <Button
        component={AppLink}
        href={isStranger ? `/settings/people?open=${memberId}` : '/timesheet'}
        variant={isNext ? 'filled' : 'default'}
        size="xs"
      >
        {isStranger ? 'Say who you are' : 'Open the timesheet'}
      </Button>
    </>
  );
}

function Work({ hasWork }: { hasWork: boolean }) {
  if (hasWork) {
    return (
      <ul className={classes.facts}>
        <li>
          <AppLink href="/jobs">Jobs</AppLink>
        </li>
        <li>
          <AppLink href="/clients">Clients</AppLink>
        </li>
        <li>
          <AppLink href="/imports/new">Import more</AppLink>
        </li>
      </ul>
    );
  }
  return (
    <>
      <p className="quiet">
        <AppLink href="/imports/new">Import</AppLink> from WorkflowMax, Toggl, Clockify, Harvest or a
        spreadsheet, or start with one client and job:
      </p>
      <QuickStartForm />
    </>
  );
}
