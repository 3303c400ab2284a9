import { Button, PasswordInput, Select, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useEffect, useState } from 'react';
import { currencyCodes } from '#core/money/currencies.ts';
import { asProblem } from '../../api/problem.ts';
import { sessionQuery, setUp, setUpQuery } from '../../api/session.ts';
import { EntryFrame, EntryProblem } from '../../ui/EntryFrame.tsx';
import classes from '../../ui/entry.module.css';
import type { FieldErrors } from '../../util/field-errors.ts';
import { useFieldErrors } from '../../util/field-errors.ts';
import { dropDraft, keepDraft, readDraft } from '../../form/drafts.ts';
import { currencyOfRegion } from './currencies.ts';

const timeZoneHere = Intl.DateTimeFormat().resolvedOptions().timeZone;
const timeZones = [...new Set([timeZoneHere, ...Intl.supportedValuesOf('timeZone')])];
const currencies = currencyChoices();
const passwordLengthMin = 12;
/** What was typed survives a reload, but for the password. */
const draftId = 'set-up';

type Form = {
  name: string;
  email: string;
  password: string;
  firmName: string;
  currency: string;
  timeZone: string;
};

/** Where the API has what the form asks; its objections name these fields. */
const pathOf: Readonly<Record<keyof Form, string>> = {
  name: 'owner.name',
  email: 'owner.email',
  password: 'owner.password',
  firmName: 'firm.name',
  currency: 'firm.currency',
  timeZone: 'firm.timeZone',
};

/** Shown once in the life of an installation: who owns it, and the first firm. */
export function SetUpPage() {
  const router = useRouter();
  const queryClient = useQueryClient();
  const [form, setForm] = useState<Form>(() => ({
    name: '',
    email: '',
    password: '',
    firmName: '',
    currency: currencyHere(),
    timeZone: timeZoneHere,
    ...readDraft<Form>(draftId)?.changes,
  }));
  useEffect(() => {
    const { password: _, ...kept } = form;
    keepDraft<Form>(draftId, kept);
  }, [form]);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const errors = useFieldErrors(problem, checks(form));
  const { data: state } = useQuery(setUpQuery);
  useEffect(() => {
    if (state?.needed === false && !busy) void router.navigate({ to: '/sign-in', replace: true });
  }, [state, busy, router]);
  const change = (changed: Partial<Form>) => setForm((before) => ({ ...before, ...changed }));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (errors.findAll()) return;
    setBusy(true);
    setProblem(null);
    try {
      const { name, email, password, firmName, currency, timeZone } = form;
      await setUp({
        owner: { name, email, password },
        firm: { name: firmName, currency, timeZone, locale: localeHere() },
      });
      dropDraft(draftId);
      queryClient.clear();
      await queryClient.fetchQuery(sessionQuery);
      await router.navigate({ to: '/welcome' });
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  };
  return (
    <EntryFrame title="Set up Workledger" lead="You will be the owner of the first firm.">
      <form onSubmit={(event) => void submit(event)} noValidate>
        {problem !== null && <EntryProblem problem={asProblem(problem)} />}
        <Fields form={form} errors={errors} onChange={change} />
        <Button type="submit" fullWidth loading={busy}>
          Set up
        </Button>
      </form>
    </EntryFrame>
  );
}

type FieldsProps = { form: Form; errors: FieldErrors; onChange: (changed: Partial<Form>) => void };

function Fields({ form, errors, onChange }: FieldsProps) {
  const field = (name: keyof Form) => ({
    name,
    required: true,
    withAsterisk: false,
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ [name]: event.currentTarget.value }),
    onBlur: () => errors.leave(pathOf[name]),
    error: errors.of(pathOf[name]),
  });
  const choice = (name: 'currency' | 'timeZone') => ({
    searchable: true,
    allowDeselect: false,
    value: form[name],
    error: errors.of(pathOf[name]),
    onChange: (value: string | null) => value !== null && onChange({ [name]: value }),
  });
  return (
    <>
      <TextInput label="Your name" autoComplete="name" {...field('name')} />
      <TextInput label="E-mail" type="email" autoComplete="username" {...field('email')} />
      <PasswordInput
        label="Password"
        description={`At least ${passwordLengthMin} characters; long is better than complicated.`}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
        {...field('password')}
      />
      <TextInput label="Name of the firm" autoComplete="organization" {...field('firmName')} />
      <div className={classes.pair}>
        <Select
          label="Currency"
          description="Of the books; it stays"
          data={currencies}
          {...choice('currency')}
        />
        <Select
          label="Time zone"
          description="Decides which day it is"
          data={timeZones}
          limit={60}
          {...choice('timeZone')}
        />
      </div>
    </>
  );
}

function checks(form: Form): Readonly<Partial<Record<string, string>>> {
  const found: [keyof Form, string][] = [];
  if (form.name.trim() === '') found.push(['name', 'Your name, as colleagues know it.']);
  if (!/^[^\s@]+@[^\s@]+$/.test(form.email.trim()))
    found.push(['email', 'An e-mail address, such as ana@practice.example.']);
  if (form.password.length < passwordLengthMin)
    found.push(['password', `At least ${passwordLengthMin} characters.`]);
  if (form.firmName.trim() === '') found.push(['firmName', 'The name of the firm.']);
  return Object.fromEntries(found.map(([name, words]) => [pathOf[name], words]));
}

/** Where the browser's language or time zone says the country; anybody can change it. */
function currencyHere(): string {
  const region = /-([A-Z]{2})\b/.exec(navigator.language)?.[1] ?? '';
  const guess = currencyOfRegion[region] ?? (timeZoneHere.startsWith('Europe/') ? 'EUR' : 'USD');
  return (currencyCodes as readonly string[]).includes(guess) ? guess : 'USD';
}

/** Found by its code or by its name: 'CHF', 'franc'. */
function currencyChoices() {
  const names = new Intl.DisplayNames(['en'], { type: 'currency' });
  return currencyCodes.map((value) => ({ value, label: `${value}  ${names.of(value) ?? ''}` }));
}

/** The language that the browser speaks, as the firm's own until somebody changes it. */
function localeHere(): string {
  const [language = ''] = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*/.exec(navigator.language) ?? [];
  return language === '' ? 'en' : language;
}
