// What people of a trade were told is done, in the words of the trade, and what it comes to by itself: the auditor's books.

/** Of an invoice that people made by hand there is one line. */
export type Fact =
  | { kind: 'time'; id: string; jobId: string; minutes: number }
  | { kind: 'changedTime'; id: string; minutes: number }
  | { kind: 'cost'; id: string; jobId: string; quantity: number; unitMinor: bigint }
  | { kind: 'writtenOff'; action: string; id: string; minor: bigint }
  | { kind: 'moved'; action: string; id: string; jobId: string }
  | { kind: 'undone'; action: string }
  | { kind: 'quoteDrawn'; quote: string }
  | { kind: 'quoteIssued' | 'quoteDeclined'; quote: string }
  | { kind: 'quoteAccepted'; quote: string; minor: bigint }
  | { kind: 'quoteRevised'; quote: string; revision: string }
  | { kind: 'invoiced'; invoice: string; item: string; minor: bigint; rest: 'none' | 'open' | 'writtenOff' }
  | { kind: 'invoicedAhead'; invoice: string; minor: bigint }
  | { kind: 'cancelled'; invoice: string }
  | { kind: 'credited'; invoice: string; note: string; minor: bigint; writtenOff: boolean }
  | { kind: 'creditCancelled'; note: string }
  | { kind: 'paid'; payment: string; minor: bigint; invoice: string | null; allocatedMinor: bigint }
  | { kind: 'refunded'; payment: string; minor: bigint }
  | { kind: 'voided'; payment: string };

export type Billed = {
  /** Null where it was invoiced ahead of work. */
  readonly item: string | null;
  minor: bigint;
  /** What is not billed of its entry is written off. */
  readonly writesOff: boolean;
  /** Its amount is somebody's, and not what the entry is worth. */
  readonly isByHand: boolean;
};

export type Books = {
  /** By entry, as are the next two. */
  readonly worth: Map<string, bigint>;
  readonly job: Map<string, string>;
  /** By action and entry. */
  readonly writtenOff: Map<string, bigint>;
  readonly invoices: Map<string, Billed>;
  /** What credit notes wrote off instead of leaving it to be billed again. */
  readonly notesOff: Map<string, bigint>;
  /** By quote: its state, and what was accepted. */
  readonly quotes: Map<string, string>;
  readonly accepted: Map<string, bigint>;
  readonly payments: Map<string, bigint>;
  /** By payment and invoice, or `refund`. */
  readonly allocated: Map<string, bigint>;
};

/** What the office charges for a minute. */
const minuteMinor = 250n;

/** The facts about one thing are in the order in which they happened, because one person acts on it. */
export function booksOf(facts: readonly Fact[]): Books {
  const books: Books = {
    worth: new Map(),
    job: new Map(),
    writtenOff: new Map(),
    invoices: new Map(),
    notesOff: new Map(),
    quotes: new Map(),
    accepted: new Map(),
    payments: new Map(),
    allocated: new Map(),
  };
  const undone = new Set(facts.flatMap((fact) => (fact.kind === 'undone' ? [fact.action] : [])));
  const revised = new Map<string, string>();
  for (const fact of facts) {
    noteWork(books, fact, undone);
    noteQuote(books, fact, revised);
    notePayment(books, fact);
  }
  noteInvoices(books, facts);
  return books;
}

function noteWork({ worth, job, writtenOff }: Books, fact: Fact, undone: ReadonlySet<string>): void {
  switch (fact.kind) {
    case 'time':
    case 'cost':
      worth.set(
        fact.id,
        fact.kind === 'time' ? BigInt(fact.minutes) * minuteMinor : BigInt(fact.quantity) * fact.unitMinor,
      );
      job.set(fact.id, fact.jobId);
      break;
    case 'changedTime':
      if (fact.minutes > 0) worth.set(fact.id, BigInt(fact.minutes) * minuteMinor);
      else worth.delete(fact.id);
      break;
    case 'writtenOff':
      if (!undone.has(fact.action)) writtenOff.set(`${fact.action}/${fact.id}`, fact.minor);
      break;
    case 'moved':
      if (!undone.has(fact.action)) job.set(fact.id, fact.jobId);
      break;
    default:
  }
}

function noteQuote({ quotes, accepted }: Books, fact: Fact, revised: Map<string, string>): void {
  switch (fact.kind) {
    case 'quoteDrawn':
      quotes.set(fact.quote, 'draft');
      break;
    case 'quoteRevised':
      quotes.set(fact.revision, 'draft');
      revised.set(fact.revision, fact.quote);
      break;
    case 'quoteIssued': {
      quotes.set(fact.quote, 'issued');
      // It takes the place of what it revises, unless a job is billed by that.
      const before = revised.get(fact.quote);
      if (before !== undefined && quotes.get(before) !== 'accepted') quotes.set(before, 'revised');
      break;
    }
    case 'quoteDeclined':
      quotes.set(fact.quote, 'declined');
      break;
    case 'quoteAccepted':
      quotes.set(fact.quote, 'accepted');
      accepted.set(fact.quote, fact.minor);
      break;
    default:
  }
}

function notePayment({ payments, allocated }: Books, fact: Fact): void {
  if (fact.kind === 'paid') {
    payments.set(fact.payment, fact.minor);
    if (fact.invoice !== null && fact.allocatedMinor !== 0n)
      allocated.set(`${fact.payment}/${fact.invoice}`, fact.allocatedMinor);
  }
  if (fact.kind === 'refunded') {
    const name = `${fact.payment}/refund`;
    allocated.set(name, (allocated.get(name) ?? 0n) + fact.minor);
  }
  if (fact.kind === 'voided') {
    for (const name of allocated.keys()) if (name.startsWith(`${fact.payment}/`)) allocated.delete(name);
  }
}

function noteInvoices({ invoices, notesOff }: Books, facts: readonly Fact[]): void {
  const gone = new Set(
    facts.flatMap((fact) => {
      if (fact.kind === 'cancelled') return [fact.invoice];
      return fact.kind === 'creditCancelled' ? [`note ${fact.note}`] : [];
    }),
  );
  for (const fact of facts) {
    if (fact.kind === 'invoiced' && !gone.has(fact.invoice)) {
      const { item, minor, rest } = fact;
      const writesOff = rest === 'writtenOff';
      invoices.set(fact.invoice, { item, minor, writesOff, isByHand: rest !== 'none' });
    }
    if (fact.kind === 'invoicedAhead' && !gone.has(fact.invoice)) {
      invoices.set(fact.invoice, { item: null, minor: fact.minor, writesOff: false, isByHand: false });
    }
    if (fact.kind !== 'credited' || gone.has(`note ${fact.note}`)) continue;
    const credited = invoices.get(fact.invoice);
    if (credited === undefined) continue;
    credited.minor -= fact.minor;
    if (fact.writtenOff && credited.item !== null) notesOff.set(fact.note, fact.minor);
  }
}
