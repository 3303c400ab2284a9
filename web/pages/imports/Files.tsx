import type { ImportPreview } from '../../api/imports.ts';
import { Amount } from '../../ui/Amount.tsx';
import { useFormats } from '../../util/firm-context.ts';
import classes from './imports.module.css';
import { sizeWords, sourceWords } from './words.ts';
import { PlainTable } from './PlainTable.tsx';

/** What each file is, as its content tells, and what the files hold together. */
export function Files({ preview }: { preview: ImportPreview }) {
  const formats = useFormats();
  const { files, totals } = preview;
  return (
    <div className={classes.files}>
      <PlainTable label="Files" heads={['File', 'From', 'What it is', { end: 'Rows' }, { end: 'Size' }]}>
        <tbody>
          {files.map(({ file, source, layout, format, rowCount, sizeBytes, digest }) => (
            <tr key={digest + file}>
              <th scope="row">{file}</th>
              <td>{sourceWords(source)}</td>
              <td>{layout ?? format ?? 'Not recognised'}</td>
              <td data-end>{rowCount === null ? '' : formats.count(rowCount)}</td>
              <td data-end>{sizeWords(sizeBytes, formats)}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
      {totals.length > 0 && (
        <PlainTable
          label="What they hold"
          heads={['They hold', { end: 'Records' }, { end: 'Hours' }, { end: 'Amount' }]}
        >
          <tbody>
            {totals.map(({ kind, currency, records, minutes, amount }) => (
              <tr key={`${kind} ${currency}`}>
                <th scope="row">{kind}</th>
                <td data-end>{formats.count(records)}</td>
                <td data-end>{minutes === null ? '' : formats.hours(minutes)}</td>
                <td data-end>
                  {amount !== null && (
                    <>
                      <Amount of={amount} /> <span className="quiet">{currency}</span>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </PlainTable>
      )}
    </div>
  );
}
