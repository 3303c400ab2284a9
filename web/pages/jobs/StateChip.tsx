import { useQuery } from '@tanstack/react-query';
import { jobStatesQuery } from '../../api/jobs.ts';
import { ActionMenu } from '../../ui/ActionMenu.tsx';
import { Icon } from '../../ui/icons.tsx';
import { jobState } from '../../ui/states.ts';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useMay } from '../../util/firm-context.ts';
import classes from './jobs.module.css';

type StateChipProps = {
  job: { number: string; stateId: string; stateName: string; stateType: string };
  onChange: (stateId: string) => void;
  tabIndex?: number;
};

/** The state of a job, changed where it stands. */
export function StateChip({ job, onChange, tabIndex = 0 }: StateChipProps) {
  const { data } = useQuery(jobStatesQuery());
  const [word, tone] = jobState(job.stateType, job.stateName);
  const badge = <StatusBadge tone={tone}>{word}</StatusBadge>;
  if (!useMay()('jobs.edit')) return badge;
  const states = (data?.items ?? []).filter(({ archived }) => !archived);
  return (
    <ActionMenu
      name={`State of ${job.number}`}
      position="bottom-start"
      target={
        <button
          type="button"
          className={classes.chip}
          tabIndex={tabIndex}
          aria-label={`${word}: change the state of ${job.number}`}
        >
          {badge}
        </button>
      }
      actions={states.map(({ id, name }) => ({
        label: name,
        mark: id === job.stateId ? <Icon name="check" size={14} /> : undefined,
        onChoose: () => id !== job.stateId && onChange(id),
      }))}
    />
  );
}
