import { Button } from '@mantine/core';
import { Notice } from '../../ui/Notice.tsx';
import type { ChangeSearch, WipSearch } from './search.ts';
import { filtersOf, noFilters } from './search.ts';

/** Why the list is empty, and what to do about it. */
export function NothingListed({ search, onChange }: { search: WipSearch; onChange: ChangeSearch }) {
  if (filtersOf(search) > 0) {
    return (
      <Notice
        title="No listed job fits these filters"
        action={
          <Button variant="default" onClick={() => onChange(noFilters)}>
            Clear the filters
          </Button>
        }
      >
        Jobs that were invoiced or washed up in full are no longer listed.
      </Notice>
    );
  }
  if (search.asAt !== undefined || search.knownAt !== undefined) {
    return (
      <Notice
        title="Nothing was unbilled then"
        action={
          <Button variant="default" onClick={() => onChange({ asAt: undefined, knownAt: undefined })}>
            Show today
          </Button>
        }
      >
        No job had work in progress or an interim on that day.
      </Notice>
    );
  }
  return (
    <Notice title="Nothing to bill yet">
      A job stands here from its first time or actual cost until a final invoice or a wash-up. Record time on
      a job, and it appears with what can be invoiced.
    </Notice>
  );
}
