import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { asProblem } from '../../api/problem.ts';
import { quickStart } from '../../api/quick-start.ts';
import { sessionQuery } from '../../api/session.ts';
import { TextField } from '../../form/fields.tsx';
import { FieldRow } from '../../form/Form.tsx';
import { isDecimal, MoneyField } from '../../form/NumberFields.tsx';
import { EntryProblem } from '../../ui/EntryFrame.tsx';
import { showToast } from '../../ui/toasts.ts';
import { firstOfMonth, todayIn } from '../../util/days.ts';
import { useFirm } from '../../util/firm-context.ts';
import classes from './first-run.module.css';

type Fields = { clientName: string; jobName: string; taskName: string; ratePerHour: string };

const empty: Fields = { clientName: '', jobName: '', taskName: 'Advice', ratePerHour: '' };

const asked: Readonly<Record<keyof Fields, string>> = {
  clientName: 'Whom you work for.',
  jobName: 'What you do for them.',
  taskName: 'A part of it, such as Advice.',
  ratePerHour: 'What an hour of yours costs the client.',
};

/** One client, one job with a task, yourself as staff, and your rate: enough to record time. */
export function QuickStartForm() {
  const firm = useFirm();
  const { fields, set, errors, problem, isBusy, submit } = useQuickStart();
  const field = (name: keyof Fields) => ({
    name,
    value: fields[name],
    error: errors[name],
    onBlur: () => undefined,
    onChange: (value: string) => set({ ...fields, [name]: value }),
  });
  return (
    <form className={classes.quick} noValidate onSubmit={(event) => void submit(event)}>
      {problem !== null && <EntryProblem problem={asProblem(problem)} isShown={() => false} />}
      <FieldRow>
        <TextField label="Client" placeholder="Harbour Trust" {...field('clientName')} />
        <TextField label="Job" placeholder="Annual accounts" {...field('jobName')} />
      </FieldRow>
      <FieldRow>
        <TextField label="Task" {...field('taskName')} />
        <MoneyField label="Your rate per hour" currency={firm.currency} {...field('ratePerHour')} />
      </FieldRow>
      <div>
        <Button type="submit" loading={isBusy}>
          Start with this
        </Button>
      </div>
    </form>
  );
}

function useQuickStart() {
  const firm = useFirm();
  const router = useRouter();
  const queryClient = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const [fields, set] = useState(empty);
  const [hasTried, setHasTried] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [isBusy, setIsBusy] = useState(false);
  const found = missingIn(fields);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setHasTried(true);
    if (Object.keys(found).length > 0) return;
    setIsBusy(true);
    setProblem(null);
    try {
      const from = firstOfMonth(todayIn(firm.timeZone));
      const job = await quickStart(firm, { ...fields, personName: session?.person?.name ?? 'Owner', from });
      await queryClient.invalidateQueries();
      showToast({ text: `${job.number} ${job.name} is there`, detail: 'Record your first time on it.' });
      router.history.push('/timesheet');
    } catch (error) {
      setProblem(error);
      setIsBusy(false);
    }
  };
  return { fields, set, errors: hasTried ? found : {}, problem, isBusy, submit };
}

function missingIn(fields: Fields): Partial<Record<keyof Fields, string>> {
  const names = Object.keys(asked) as (keyof Fields)[];
  return Object.fromEntries(
    names
      .filter((name) => (name === 'ratePerHour' ? !isDecimal(fields[name]) : fields[name].trim() === ''))
      .map((name) => [name, asked[name]]),
  );
}
