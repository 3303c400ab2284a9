// A picker for each kind of record. All take a label and `form.field('…')`; their value is an id, or ''.

import {
  clientSource,
  contactSource,
  jobSource,
  jobStateSource,
  jobTaskSource,
  reasonSource,
  seriesSource,
  staffSource,
  taskSource,
  taxSource,
  templateSource,
} from './entities.ts';
import type { EntitySource } from './entities.ts';
import type { EntityFieldProps } from './EntityField.tsx';
import { EntityField } from './EntityField.tsx';

type RowOf<Source> = Source extends EntitySource<infer Row> ? Row : never;
type PickerProps<Source> = Omit<EntityFieldProps<RowOf<Source>>, 'source' | 'question'>;

export function ClientPicker(props: PickerProps<typeof clientSource>) {
  return <EntityField {...props} source={clientSource} />;
}

export function ContactPicker({
  clientId,
  ...props
}: PickerProps<typeof contactSource> & { clientId?: string }) {
  return <EntityField {...props} source={contactSource} question={{ clientId: orNothing(clientId) }} />;
}

type JobPickerProps = PickerProps<typeof jobSource> & {
  clientId?: string;
  /** Only jobs with a task that still takes time. */
  takesTime?: boolean;
};

export function JobPicker({ clientId, takesTime = false, ...props }: JobPickerProps) {
  const question = { clientId: orNothing(clientId), withOpenTasks: takesTime ? 'true' : undefined };
  return <EntityField {...props} source={jobSource} question={question} />;
}

/** A task of one job; of no job there is none. */
export function JobTaskPicker({ jobId, ...props }: PickerProps<typeof jobTaskSource> & { jobId: string }) {
  return (
    <EntityField
      {...props}
      source={jobTaskSource}
      question={{ jobId: orNothing(jobId) }}
      disabled={props.disabled === true || jobId === ''}
      {...(jobId === '' ? { none: 'Choose a job first' } : {})}
    />
  );
}

/** A task of the firm's library. */
export function TaskPicker(props: PickerProps<typeof taskSource>) {
  return <EntityField {...props} source={taskSource} />;
}

export function StaffPicker(props: PickerProps<typeof staffSource>) {
  return <EntityField {...props} source={staffSource} />;
}

/** Why WIP is written off or on. */
export function ReasonPicker(props: PickerProps<typeof reasonSource>) {
  return <EntityField {...props} source={reasonSource} />;
}

export function JobStatePicker(props: PickerProps<typeof jobStateSource>) {
  return <EntityField {...props} source={jobStateSource} />;
}

export function TaxPicker(props: PickerProps<typeof taxSource>) {
  return <EntityField {...props} source={taxSource} />;
}

export function TemplatePicker(props: PickerProps<typeof templateSource>) {
  return <EntityField {...props} source={templateSource} />;
}

export function SeriesPicker(props: PickerProps<typeof seriesSource>) {
  return <EntityField {...props} source={seriesSource} />;
}

function orNothing(id: string | undefined): string | undefined {
  return id === '' ? undefined : id;
}
