// Several of the firm's records: those that are chosen stand below the field that finds more. The value is their ids with
// commas between, '' for none.

import type { EntitySource } from './entities.ts';
import { useEntityLabel } from './entities.ts';
import type { EntityFieldProps } from './EntityField.tsx';
import { EntityField } from './EntityField.tsx';
import classes from './form.module.css';

export function EntitiesField<Row extends { id: string }>(props: EntityFieldProps<Row>) {
  const { value, onChange, source, label } = props;
  const ids = idsIn(value);
  const put = (next: readonly string[]) => onChange(next.join(','));
  return (
    <div>
      <EntityField
        {...props}
        value=""
        onChange={(id) => {
          if (id !== '' && !ids.includes(id)) put([...ids, id]);
        }}
      />
      {ids.length > 0 && (
        <ul className={classes.chosen} aria-label={`${label}: chosen`}>
          {ids.map((id) => (
            <li key={id}>
              <Chosen source={source} id={id} onRemove={() => put(ids.filter((each) => each !== id))} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

type ChosenProps<Row> = { source: EntitySource<Row>; id: string; onRemove: () => void };

function Chosen<Row extends { id: string }>({ source, id, onRemove }: ChosenProps<Row>) {
  const label = useEntityLabel(source, id) ?? '…';
  return (
    <button type="button" onClick={onRemove} aria-label={`Take off ${label}`} title={`Take off ${label}`}>
      {label}
      <span aria-hidden="true">×</span>
    </button>
  );
}

export function idsIn(value: string): string[] {
  return value === '' ? [] : value.split(',');
}
