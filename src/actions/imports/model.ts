// What another system's files hold, in the trade's words and in no system's shape. The readers in formats/ produce
// these records one at a time; the import turns them into a firm. Nothing here is looked up, priced or rounded.
//
// - Records point at each other as their source does: by external id, by number, by name, or by several of these.
//   Which record is meant is for the import to find out, and a reference may come before the record it names.
// - Money, rates and quantities are decimal strings as the source wrote them, with '.' before the fraction and without
//   grouping or currency signs. The source's currency stands beside them where the source tells it.
// - Durations are whole minutes. A duration written with seconds, or as a fraction of an hour, is rounded half up;
//   where that changed it, `recordedDuration` keeps the text that stood in the source.
// - A field that the source left out or empty is absent.

import type { CivilDate } from '#core/calendar/civil-date.ts';

/** A number as a decimal string: optional '-', digits, optionally '.' and digits. */
export type DecimalText = string;

/** A time of day as 'HH:MM', 00:00 to 23:59; seconds are dropped. */
export type TimeOfDay = string;

/** Where a record was read: what a person needs to find it again. */
export type RecordSource = {
  readonly file: string;
  /** The line on which the record begins, counted from 1. */
  readonly line: number;
  /** Where it stands inside a JSON or XML file, such as `data[3].tasks[0]`. */
  readonly path?: string;
  /**
   * A digest of the row, for sources that give their rows no id. Equal rows have equal digests: two identical rows in
   * one file are two entries, which the import numbers as it meets them.
   */
  readonly fingerprint?: string;
};

/** A reference to another record. At least one field is present. */
export type Reference = {
  readonly externalId?: string;
  readonly number?: string;
  readonly name?: string;
};

export type StaffReference = Reference & { readonly email?: string };

export type ImportedContact = {
  readonly externalId?: string;
  readonly name: string;
  readonly email?: string;
  readonly phone?: string;
  readonly position?: string;
  readonly isPrimary?: boolean;
};

export type ImportedClient = {
  readonly kind: 'client';
  readonly source: RecordSource;
  readonly externalId?: string;
  readonly name: string;
  readonly email?: string;
  readonly phone?: string;
  readonly address?: string;
  readonly contacts: readonly ImportedContact[];
  readonly exportCode?: string;
  readonly taxNumber?: string;
  readonly accountManager?: StaffReference;
  readonly jobManager?: StaffReference;
  readonly billingClient?: Reference;
  readonly currency?: string;
  readonly archived?: boolean;
  /** The client's own rates per hour for library tasks. */
  readonly taskRates: readonly { readonly task: Reference; readonly billableRate: DecimalText }[];
};

export type ImportedStaff = {
  readonly kind: 'staff';
  readonly source: RecordSource;
  readonly externalId?: string;
  readonly name: string;
  readonly email?: string;
  readonly billableRate?: DecimalText;
  readonly costRate?: DecimalText;
};

/** A task of the firm's library. `baseRate` is what an hour costs the firm. */
export type ImportedTask = {
  readonly kind: 'task';
  readonly source: RecordSource;
  readonly externalId?: string;
  readonly name: string;
  readonly description?: string;
  readonly incomeAccount?: string;
  readonly billableRate?: DecimalText;
  readonly baseRate?: DecimalText;
  readonly customClientRates: readonly { readonly client: Reference; readonly billableRate: DecimalText }[];
  readonly customStaffRates: readonly {
    readonly staff: StaffReference;
    readonly billableRate?: DecimalText;
    readonly baseRate?: DecimalText;
  }[];
  /** Rates that no longer apply: each held up to and including its day. */
  readonly historicRates: readonly { readonly billableRate: DecimalText; readonly appliedUpTo: CivilDate }[];
};

/** A job; the projects of time trackers are jobs. */
export type ImportedJob = {
  readonly kind: 'job';
  readonly source: RecordSource;
  readonly externalId?: string;
  readonly number?: string;
  readonly name: string;
  readonly client?: Reference;
  /** The state's name in the source's own words. */
  readonly state?: string;
  readonly stateExternalId?: string;
  readonly archived?: boolean;
  readonly manager?: StaffReference;
  readonly partner?: StaffReference;
  readonly startOn?: CivilDate;
  readonly dueOn?: CivilDate;
  readonly completedOn?: CivilDate;
  readonly budget?: DecimalText;
  readonly clientOrderNumber?: string;
  readonly rateBasis?: 'task' | 'staff';
  readonly billable?: boolean;
  /** One rate per hour for everything on the job. */
  readonly billableRate?: DecimalText;
  readonly currency?: string;
  readonly estimatedMinutes?: number;
  /** The source's own figure of what is available to invoice: to tie out against, never to post. */
  readonly estimatedBillings?: DecimalText;
  readonly excludeEstimatedBillings?: boolean;
  readonly acceptedQuote?: Reference;
  readonly staffRates: readonly { readonly staff: StaffReference; readonly billableRate: DecimalText }[];
};

export type ImportedJobTask = {
  readonly kind: 'jobTask';
  readonly source: RecordSource;
  readonly externalId?: string;
  readonly job: Reference;
  /** The library task. */
  readonly task?: Reference;
  readonly name: string;
  readonly label?: string;
  readonly billable?: boolean;
  readonly estimatedMinutes?: number;
  readonly customBillableRate?: DecimalText;
  readonly completed?: boolean;
  readonly completedOn?: CivilDate;
};

export type ImportedTimeEntry = {
  readonly kind: 'timeEntry';
  readonly source: RecordSource;
  readonly externalId?: string;
  /** Absent where a time tracker's entry stands on no project. */
  readonly job?: Reference;
  readonly client?: Reference;
  /** The job's task; some sources give the library task's id here, so both are to be tried. */
  readonly task?: Reference;
  readonly staff: StaffReference;
  readonly date: CivilDate;
  readonly minutes: number;
  readonly recordedDuration?: string;
  readonly billable: boolean;
  readonly note?: string;
  readonly start?: TimeOfDay;
  readonly end?: TimeOfDay;
  readonly rate?: DecimalText;
  readonly amount?: DecimalText;
  readonly costRate?: DecimalText;
  readonly currency?: string;
  /** The invoice's task that this entry was billed on. */
  readonly invoiceTask?: Reference;
  readonly invoice?: Reference;
  readonly invoiced?: boolean;
  readonly invoicedMinutes?: number;
  readonly invoicedAmount?: DecimalText;
  /** Written on by that invoice; negative when written off. */
  readonly writtenOn?: DecimalText;
};

export type ImportedCost = {
  readonly kind: 'cost';
  readonly source: RecordSource;
  readonly externalId?: string;
  readonly job: Reference;
  readonly description: string;
  readonly code?: string;
  readonly date?: CivilDate;
  readonly quantity: DecimalText;
  readonly unitCost?: DecimalText;
  readonly unitPrice: DecimalText;
  readonly billable: boolean;
  /** False for an estimate. Absent where the source does not tell the two apart. */
  readonly actual?: boolean;
  readonly supplier?: string;
  readonly note?: string;
};

export type InvoiceBillable = 'yes' | 'no' | 'future';

export type ImportedTimeBreakdown = {
  readonly timesheet?: Reference;
  readonly staff?: StaffReference;
  readonly date?: CivilDate;
  readonly minutes?: number;
  readonly billableRate?: DecimalText;
  readonly invoiceBillable?: InvoiceBillable;
};

export type ImportedInvoiceTask = {
  readonly externalId?: string;
  readonly jobTask?: Reference;
  readonly task?: Reference;
  readonly name: string;
  readonly minutes?: number;
  readonly billableRate?: DecimalText;
  readonly amount: DecimalText;
  readonly billable?: boolean;
  /** By tax; absent where the source does not tell it of the line. */
  readonly taxes?: readonly DecimalText[];
  /** Typed on the invoice; not from the job. */
  readonly additional?: boolean;
  readonly timeBreakdown: readonly ImportedTimeBreakdown[];
};

export type ImportedInvoiceCost = {
  readonly externalId?: string;
  readonly jobCost?: Reference;
  readonly description: string;
  readonly code?: string;
  readonly quantity?: DecimalText;
  readonly unitCost?: DecimalText;
  readonly unitPrice?: DecimalText;
  readonly amount: DecimalText;
  readonly billable?: boolean;
  /** By tax; absent where the source does not tell it of the line. */
  readonly taxes?: readonly DecimalText[];
  readonly additional?: boolean;
};

export type ImportedInvoiceJob = {
  readonly job: Reference;
  readonly clientOrderNumber?: string;
  readonly tasks: readonly ImportedInvoiceTask[];
  readonly costs: readonly ImportedInvoiceCost[];
};

export type InvoiceMode = 'actual' | 'quoted' | 'deposit' | 'miscellaneous';
export type InvoiceStatus = 'draft' | 'approved' | 'paid' | 'cancelled';

export type ImportedInvoice = {
  readonly kind: 'invoice';
  readonly source: RecordSource;
  readonly externalId?: string;
  /** Drafts have none yet. */
  readonly number?: string;
  /** Absent where the source's word for it says neither progress nor final. */
  readonly type?: 'progress' | 'final';
  readonly typeText?: string;
  readonly mode?: InvoiceMode;
  readonly status: InvoiceStatus;
  readonly pricing?: 'fixed' | 'calculated';
  readonly date: CivilDate;
  readonly dueDate?: CivilDate;
  readonly cutOffDate?: CivilDate;
  readonly amountExTax: DecimalText;
  readonly tax?: DecimalText;
  readonly amountIncTax?: DecimalText;
  readonly paid?: DecimalText;
  readonly currency?: string;
  readonly client?: Reference;
  readonly contact?: Reference;
  readonly sentOn?: CivilDate;
  readonly jobText?: string;
  /** False for an outline from a list without details: it has no lines, which does not mean that there are none. */
  readonly detailed: boolean;
  readonly jobs: readonly ImportedInvoiceJob[];
  /** Lines that stand on no job. */
  readonly otherTasks: readonly ImportedInvoiceTask[];
  readonly otherCosts: readonly ImportedInvoiceCost[];
  readonly payments: readonly {
    readonly date: CivilDate;
    readonly amount: DecimalText;
    readonly reference?: string;
  }[];
};

export type ImportedQuoteTask = {
  readonly externalId?: string;
  readonly jobTask?: Reference;
  readonly task?: Reference;
  readonly name: string;
  readonly estimatedMinutes?: number;
  readonly billableRate?: DecimalText;
  readonly amount?: DecimalText;
  readonly billable?: boolean;
  /** By tax; absent where the source does not tell it of the line. */
  readonly taxes?: readonly DecimalText[];
  readonly optional?: boolean;
  readonly accepted?: boolean;
};

export type ImportedQuoteCost = {
  readonly externalId?: string;
  readonly description: string;
  readonly code?: string;
  readonly quantity?: DecimalText;
  readonly unitCost?: DecimalText;
  readonly unitPrice?: DecimalText;
  readonly amount?: DecimalText;
  readonly billable?: boolean;
  /** By tax; absent where the source does not tell it of the line. */
  readonly taxes?: readonly DecimalText[];
  readonly optional?: boolean;
  readonly accepted?: boolean;
};

export type QuoteState = 'draft' | 'issued' | 'accepted' | 'declined' | 'revised' | 'archived';

export type ImportedQuote = {
  readonly kind: 'quote';
  readonly source: RecordSource;
  readonly externalId?: string;
  readonly number?: string;
  readonly name?: string;
  readonly type?: 'quote' | 'estimate';
  readonly state: QuoteState;
  readonly date?: CivilDate;
  readonly validUntil?: CivilDate;
  readonly acceptedOn?: CivilDate;
  readonly amountExTax: DecimalText;
  readonly amountIncTax?: DecimalText;
  readonly client?: Reference;
  readonly contact?: Reference;
  readonly sentOn?: CivilDate;
  readonly job?: Reference;
  readonly isMasterQuote?: boolean;
  readonly tasks: readonly ImportedQuoteTask[];
  readonly costs: readonly ImportedQuoteCost[];
  readonly options: readonly ImportedQuoteCost[];
};

export type ImportedPayment = {
  readonly kind: 'payment';
  readonly source: RecordSource;
  readonly externalId?: string;
  readonly invoice: Reference;
  readonly date: CivilDate;
  readonly amount: DecimalText;
  readonly reference?: string;
};

/** A row of the hand-over report of unbilled work: to tie out against, never to post. */
export type ImportedUnbilledWip = {
  readonly kind: 'unbilledWip';
  readonly source: RecordSource;
  readonly job: Reference;
  readonly client?: Reference;
  readonly staff?: StaffReference;
  readonly task?: Reference;
  /** Time, cost, invoice…: the report's own word. */
  readonly ledgerType?: string;
  readonly date?: CivilDate;
  readonly billable?: boolean;
  readonly amount: DecimalText;
  readonly note?: string;
};

export type ImportedRecord =
  | ImportedClient
  | ImportedStaff
  | ImportedTask
  | ImportedJob
  | ImportedJobTask
  | ImportedTimeEntry
  | ImportedCost
  | ImportedInvoice
  | ImportedQuote
  | ImportedPayment
  | ImportedUnbilledWip;

export type ImportedKind = ImportedRecord['kind'];
