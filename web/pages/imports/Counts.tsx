import type { Import } from '../../api/imports.ts';
import { Block } from '../../ui/PageBody.tsx';
import { useFormats } from '../../util/firm-context.ts';
import { kindTitle } from './words.ts';
import { PlainTable } from './PlainTable.tsx';

const before = [
  ['read', 'Read'],
  ['create', 'To add'],
  ['match', 'Matched'],
  ['changed', 'To change'],
  ['known', 'Known already'],
  ['refused', 'Refused'],
  ['leftOut', 'Left out'],
] as const;

const after = [
  ['created', 'Added'],
  ['matched', 'Matched'],
  ['changed', 'Changed'],
  ['unchanged', 'As they were'],
] as const;

/** By kind of record: what will be made of them, and what was. */
export function Counts({ batch }: { batch: Import }) {
  const formats = useFormats();
  const kinds = Object.entries(batch.counts);
  if (kinds.length === 0) return null;
  const all: readonly (readonly [string, string])[] = batch.state === 'applied' ? after : before;
  const columns = all.filter(([key]) => kinds.some(([, counts]) => (counts[key] ?? 0) > 0));
  return (
    <Block title={batch.state === 'applied' ? 'What was made' : 'What will be made'}>
      <PlainTable
        label="Records by kind"
        heads={['Records', ...columns.map(([, label]) => ({ end: label }))]}
      >
        <tbody>
          {kinds.map(([kind, counts]) => (
            <tr key={kind}>
              <th scope="row">{kindTitle(kind)}</th>
              {columns.map(([key]) => (
                <td key={key} data-end data-tone={key === 'refused' && counts[key] ? 'negative' : undefined}>
                  {counts[key] ? formats.count(counts[key]) : ''}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </Block>
  );
}
