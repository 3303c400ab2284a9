// Two rehearsals side by side: what only one of them has, and where they come to different amounts.

import type { Decision } from '#core/billing-run/plan.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';

/** What a run does with a job, or with the jobs of a client together. */
export type Side = {
  readonly totalMinor: bigint;
  readonly taxMinor: bigint;
  readonly writtenOffMinor: bigint;
};

export type ComparedJob = {
  readonly jobId: number;
  readonly number: string | null;
  readonly name: string | null;
  readonly currency: CurrencyCode;
  /** Null where the run does not have the job. */
  readonly first: (Side & { readonly decision: Decision }) | null;
  readonly second: (Side & { readonly decision: Decision }) | null;
};

export type ComparedClient = {
  readonly clientId: number;
  readonly name: string | null;
  readonly currency: CurrencyCode;
  readonly first: Side | null;
  readonly second: Side | null;
};

type Runs = { readonly first: number; readonly second: number };

type SideColumns<Prefix extends string> = {
  [Key in `${Prefix}${'TotalMinor' | 'TaxMinor' | 'WrittenOffMinor'}`]: bigint | null;
};

/** Jobs that differ, by id. */
export async function compareJobs(
  tx: Tx,
  { first, second }: Runs,
  page: { readonly afterId: number; readonly limit: number },
): Promise<ComparedJob[]> {
  type Row = SideColumns<'a'> &
    SideColumns<'b'> & { aDecision: Decision | null; bDecision: Decision | null } & Omit<
      ComparedJob,
      'first' | 'second'
    >;
  const rows = await tx.query<Row>(
    `select coalesce(a.job_id, b.job_id) as "jobId", j.number, j.name, coalesce(a.currency, b.currency) as currency,
       ${sides}, a.decision as "aDecision", b.decision as "bDecision"
     from (select * from billing_run_job where firm_id = $1 and run_id = $2) a
     full join (select * from billing_run_job where firm_id = $1 and run_id = $3) b on b.job_id = a.job_id
     left join job j on j.firm_id = $1 and j.id = coalesce(a.job_id, b.job_id)
     where coalesce(a.job_id, b.job_id) > $4 and (${differ} or a.decision is distinct from b.decision)
     order by 1 limit $5`,
    [tx.firmId, first, second, page.afterId, page.limit],
  );
  return rows.map((row) => {
    const { jobId, number, name, currency, aDecision, bDecision } = row;
    return {
      jobId,
      number,
      name,
      currency,
      first:
        aDecision === null
          ? null
          : {
              ...sideA(row)!,
              decision: aDecision,
            },
      second:
        bDecision === null
          ? null
          : {
              ...sideB(row)!,
              decision: bDecision,
            },
    };
  });
}

/** Clients whose sums differ, by id then currency. */
export async function compareClients(
  tx: Tx,
  { first, second }: Runs,
  page: { readonly after: readonly [currency: string, id: number] | null; readonly limit: number },
): Promise<ComparedClient[]> {
  type Row = SideColumns<'a'> & SideColumns<'b'> & Omit<ComparedClient, 'first' | 'second'>;
  const sumsOf = (run: string) =>
    `(select client_id, currency, sum_minor(total_minor) as total_minor, sum_minor(tax_minor) as tax_minor,
        sum_minor(written_off_minor) as written_off_minor
      from billing_run_job where firm_id = $1 and run_id = ${run} group by client_id, currency)`;
  const [currency, id] = page.after ?? ['', 0];
  const rows = await tx.query<Row>(
    `select coalesce(a.client_id, b.client_id) as "clientId", c.name, coalesce(a.currency, b.currency) as currency,
       ${sides}
     from ${sumsOf('$2')} a
     full join ${sumsOf('$3')} b on b.client_id = a.client_id and b.currency = a.currency
     left join client c on c.firm_id = $1 and c.id = coalesce(a.client_id, b.client_id)
     where (coalesce(a.client_id, b.client_id), coalesce(a.currency, b.currency)::text) > ($5::int, $4::text)
       and (${differ})
     order by 1, coalesce(a.currency, b.currency)::text limit $6`,
    [tx.firmId, first, second, currency, id, page.limit],
  );
  return rows.map((row) => {
    const { clientId, name } = row;
    return { clientId, name, currency: row.currency, first: sideA(row), second: sideB(row) };
  });
}

const sides = `a.total_minor as "aTotalMinor", a.tax_minor as "aTaxMinor", a.written_off_minor as "aWrittenOffMinor",
       b.total_minor as "bTotalMinor", b.tax_minor as "bTaxMinor", b.written_off_minor as "bWrittenOffMinor"`;

const differ = `a.total_minor is distinct from b.total_minor or a.tax_minor is distinct from b.tax_minor
         or a.written_off_minor is distinct from b.written_off_minor`;

function sideA(row: SideColumns<'a'>): Side | null {
  return sideOf(row.aTotalMinor, row.aTaxMinor, row.aWrittenOffMinor);
}

function sideB(row: SideColumns<'b'>): Side | null {
  return sideOf(row.bTotalMinor, row.bTaxMinor, row.bWrittenOffMinor);
}

function sideOf(totalMinor: bigint | null, taxMinor: bigint | null, offMinor: bigint | null): Side | null {
  return totalMinor === null ? null : { totalMinor, taxMinor: taxMinor!, writtenOffMinor: offMinor! };
}
