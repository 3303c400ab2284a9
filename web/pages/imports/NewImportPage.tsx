import { AppLink } from '../../ui/AppLink.tsx';
import { Block, PageBody } from '../../ui/PageBody.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { DropZone } from './DropZone.tsx';
import classes from './imports.module.css';

const readable = [
  [
    'WorkflowMax, Xero Practice Manager',
    'Answers of the API as XML or JSON: clients, staff, tasks, jobs, time, costs, quotes, invoices, payments',
  ],
  ['WorkflowMax CSV', 'Jobs, job costs, tasks, payments; the report of unbilled WIP, to tie out with'],
  ['Toggl, Clockify, Harvest', 'Time entries; projects of Clockify, clients of Harvest'],
  ['Anything else', 'A CSV of time entries or projects, whatever the order of its columns'],
] as const;

/** Where an import begins. */
export function NewImportPage() {
  return (
    <>
      <title>Import · Workledger</title>
      <PageHeader title="Import" back={{ href: '/imports', label: 'Imports' }} />
      <PageBody width="text">
        <DropZone />
        <Block title="What can be read">
          <dl className={classes.readable}>
            {readable.map(([from, what]) => (
              <div key={from}>
                <dt>{from}</dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
          <p className={classes.note}>
            What a file is, its content tells; names do not matter. You see what was understood before
            anything is imported, and the same files given twice change nothing. Set up{' '}
            <AppLink href="/settings/taxes">taxes</AppLink> first, if invoices come too.
          </p>
        </Block>
      </PageBody>
    </>
  );
}
