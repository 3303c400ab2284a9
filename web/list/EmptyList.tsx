import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Notice } from '../ui/Notice.tsx';
import type { ChangePageSearch, PageSearch } from '../util/page-search.ts';
import type { Filter } from './filters.ts';
import { isNarrowed, noFilters } from './filters.ts';

/** What stands where nothing is yet: what will be here, and the one next step. */
export type NothingYet = { title: string; text: ReactNode; action?: ReactNode };

type EmptyListProps = {
  search: PageSearch;
  filters: readonly Filter[];
  onChange: ChangePageSearch;
  nothingYet: NothingYet;
  many: string;
};

export function EmptyList({ search, filters, onChange, nothingYet, many }: EmptyListProps) {
  if (!isNarrowed(filters, search)) {
    const { title, text, action } = nothingYet;
    return (
      <Notice title={title} action={action}>
        {text}
      </Notice>
    );
  }
  return (
    <Notice
      title={`No ${many} fit these filters`}
      action={
        <Button variant="default" onClick={() => onChange(noFilters(filters))}>
          Clear the filters
        </Button>
      }
    />
  );
}
