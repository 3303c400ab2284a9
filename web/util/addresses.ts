// Where each kind of record has its page.

export type RecordKind =
  | 'client'
  | 'contact'
  | 'job'
  | 'quote'
  | 'invoice'
  | 'creditNote'
  | 'payment'
  | 'billingRun'
  | 'staff'
  | 'task'
  | 'import';

export type RecordPlace = {
  kind: RecordKind;
  id: string;
  /** Of a contact, whose page it is on. */
  clientId?: string | null | undefined;
};

export function addressOf({ kind, id, clientId }: RecordPlace): string {
  switch (kind) {
    case 'client':
      return `/clients/${id}`;
    case 'contact':
      return `/clients/${clientId ?? ''}?contact=${id}`;
    case 'job':
      return `/jobs/${id}`;
    case 'quote':
      return `/quotes/${id}`;
    case 'invoice':
      return `/invoices/${id}`;
    case 'creditNote':
      return `/credit-notes/${id}`;
    case 'payment':
      return `/payments/${id}`;
    case 'billingRun':
      return `/billing-runs/${id}`;
    case 'staff':
      return `/staff/${id}`;
    case 'task':
      return `/tasks?task=${id}`;
    case 'import':
      return `/imports/${id}`;
  }
}
