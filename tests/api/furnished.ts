// A firm with one of everything, each carrying a marker in its text, so that a leak into another firm shows.

import type { Answer, ApiTest } from './testing.ts';
import type { KnownValues } from './samples.ts';

export const marker = 'Zebrafish';

/** Puts one of everything into the firm through its own API; returns the ids by the names that the API gives them. */
export async function furnish(api: ApiTest): Promise<KnownValues> {
  const owner = api.as('owner');
  const { firm } = api;
  await api.database.inFirm(firm.firmId, async (tx) => {
    for (const table of ['client', 'staff', 'task', 'job', 'job_task', 'job_state']) {
      await tx.query(`update ${table} set name = $2 || ' ' || name where firm_id = $1`, [
        firm.firmId,
        marker,
      ]);
    }
    await tx.query(`update firm set name = $2 where id = $1`, [firm.firmId, `${marker} Practice`]);
    await tx.query(`update job set number = $2 where firm_id = $1`, [firm.firmId, `${marker}-1`]);
    await tx.query(
      `insert into cost_rate (firm_id, scope, staff_id, rate_per_hour_minor, effective_from)
       values ($1, 'staff', $2, 7000, '2020-01-01')`,
      [firm.firmId, firm.staffId],
    );
  });
  const jobId = String(firm.jobId);
  const add = async (path: string, body: object) => {
    const made = await owner.post(path, body);
    if (made.status >= 300) throw new Error(`${path}: ${made.text}`);
    return made.body;
  };
  const reason = await add('/adjustment-reasons', { name: `${marker} reason` });
  const contact = await add('/contacts', { clientId: String(firm.clientId), name: `${marker} contact` });
  const key = await add('/api-keys', { name: `${marker} key`, scopes: ['firm.read'] });
  const member = await add('/members', {
    name: `${marker} member`,
    email: 'zebrafish@first.example',
    role: 'staff',
  });
  const time = await add('/time-entries', {
    entries: [
      {
        jobTaskId: String(firm.jobTaskId),
        jobId,
        staffId: String(firm.staffId),
        workedOn: '2026-03-10',
        minutes: 90,
        note: `${marker} note`,
      },
    ],
  });
  const timer = await add('/timers', {
    jobId,
    jobTaskId: String(firm.jobTaskId),
    staffId: String(firm.staffId),
    note: `${marker} note`,
  });
  const cost = await add('/cost-entries', {
    costs: [
      {
        jobId,
        incurredOn: '2026-03-11',
        description: `${marker} cost`,
        quantity: '2',
        unitCost: '60.00',
        unitPrice: '100.00',
        billable: true,
        actual: true,
      },
    ],
  });
  const tax = await add('/taxes', {
    name: `${marker} tax`,
    rates: [{ effectiveFrom: '2020-01-01', components: [{ component: 'GST', percent: '15' }] }],
  });
  const series = await add('/number-series', {
    document: 'invoice',
    name: `${marker} series`,
    prefix: `${marker}-`,
  });
  const template = await add('/document-templates', { name: `${marker} template` });
  const quote = await add('/quotes', {
    clientId: String(firm.clientId),
    name: `${marker} quote`,
    lines: [{ kind: 'task', description: `${marker} line`, amount: '10.00' }],
  });
  await add('/interims', { jobId, amount: '50.00', description: `${marker} interim` });
  const invoice = await add('/invoices', {
    clientId: String(firm.clientId),
    type: 'progress',
    basis: 'miscellaneous',
    reference: `${marker} reference`,
    lines: [{ kind: 'cost', description: `${marker} line`, amount: '20.00' }],
  });
  const definition = await add('/billing-definitions', { name: `${marker} month end`, rules: {} });
  const run = await add('/billing-runs', { name: `${marker} run`, rules: {} });
  const { creditNote, payment } = await settleSomething(api, add);
  const view = await add('/saved-views', {
    list: 'jobs',
    name: `${marker} view`,
    filters: { search: marker },
  });
  const period = await add('/periods', { end: '2026-01-31', notes: `${marker} notes` });
  const [mail] = await api.database.inFirm(firm.firmId, (tx) =>
    tx.query<{ id: number }>(
      `insert into mail (firm_id, document, client_id, statement_on, recipients, subject, body, actor_id, created_at)
       values ($1, 'statement', $2, '2026-03-31', '{zebrafish@client.example}', $3, $3, $4, '2026-03-31T00:00:00Z')
       returning id`,
      [firm.firmId, firm.clientId, `${marker} mail`, firm.actorId],
    ),
  );
  const rows = await api.database.inFirm(firm.firmId, async (tx) => ({
    rate: (await tx.query<{ id: number }>('select id from rate where firm_id = $1', [firm.firmId]))[0],
    costRate: (
      await tx.query<{ id: number }>('select id from cost_rate where firm_id = $1', [firm.firmId])
    )[0],
    look: (
      await tx.query<{ id: number }>('select id from document_look where firm_id = $1', [firm.firmId])
    )[0],
    journal: (await tx.query<{ id: bigint }>('select id from journal where firm_id = $1', [firm.firmId]))[0],
    file: (
      await tx.query<{ id: number }>(
        `insert into attachment (firm_id, cost_entry_id, file_name, media_type, content_hash, content, byte_count, actor_id,
           recorded_at)
         values ($1, $2, $3, 'image/png', sha256('x'), $4, length($4::bytea), $5, '2026-03-31T00:00:00Z') returning id`,
        [firm.firmId, cost.costs[0].id, `${marker}.png`, Buffer.from(marker), firm.actorId],
      )
    )[0],
    action: (
      await tx.query<{ id: number }>('select id from wip_action where firm_id = $1', [firm.firmId])
    )[0],
  }));
  return knownOf(api, {
    reasonId: reason.id,
    contactId: contact.id,
    apiKeyId: key.id,
    memberId: member.member.id,
    timeEntryId: time.entries[0].id,
    timerId: timer.id,
    costEntryId: cost.costs[0].id,
    rateId: String(rows.rate!.id),
    costRateId: String(rows.costRate!.id),
    journalId: String(rows.journal!.id),
    actionId: String(rows.action!.id),
    invoiceId: invoice.id,
    taxId: tax.id,
    defaultTaxId: tax.id,
    seriesId: series.id,
    templateId: template.id,
    lookId: String(rows.look!.id),
    quoteId: quote.id,
    mailId: String(mail!.id),
    paymentId: payment.id,
    allocationId: payment.allocations[0].id,
    creditNoteId: creditNote.id,
    runId: run.id,
    with: run.id,
    definitionId: definition.id,
    closeId: period.id,
    viewId: view.id,
    fileId: String(rows.file!.id),
  });
}

type Add = (path: string, body: object) => Promise<Answer['body']>;

/** An approved invoice, credited in part and paid in part. */
async function settleSomething(api: ApiTest, add: Add) {
  const clientId = String(api.firm.clientId);
  const draft = await add('/invoices', {
    clientId,
    type: 'progress',
    basis: 'miscellaneous',
    lines: [{ kind: 'cost', description: `${marker} line`, amount: '30.00' }],
  });
  await add(`/invoices/${draft.id}/approval`, { fingerprint: draft.fingerprint });
  const creditNote = await add(`/invoices/${draft.id}/credit-notes`, {
    reason: `${marker} reason`,
    lines: [{ lineNumber: 1, amount: '5.00' }],
  });
  const payment = await add('/payments', {
    clientId,
    amount: '10.00',
    reference: `${marker} payment`,
    invoices: [{ invoiceId: draft.id }],
  });
  return { creditNote, payment };
}

function knownOf(api: ApiTest, made: Record<string, string>): KnownValues {
  const { firm } = api;
  const ids = {
    jobId: String(firm.jobId),
    clientId: String(firm.clientId),
    staffId: String(firm.staffId),
    taskId: String(firm.taskId),
    jobTaskId: String(firm.jobTaskId),
    stateId: String(firm.stateId),
    quantity: '2',
    toJobId: String(firm.jobId),
    toJobTaskId: String(firm.jobTaskId),
    accountManagerId: String(firm.staffId),
    jobManagerId: String(firm.staffId),
    managerId: String(firm.staffId),
    partnerId: String(firm.staffId),
    ...made,
  };
  const byCollection: Record<string, string> = {
    'job-states': ids.stateId,
    'adjustment-reasons': made['reasonId']!,
    members: made['memberId']!,
    'api-keys': made['apiKeyId']!,
    mails: made['mailId']!,
    'time-entries': made['timeEntryId']!,
    timers: made['timerId']!,
    'cost-entries': made['costEntryId']!,
    'wip-actions': made['actionId']!,
    clients: ids.clientId,
    contacts: made['contactId']!,
    staff: ids.staffId,
    tasks: ids.taskId,
    jobs: ids.jobId,
    'job-tasks': ids.jobTaskId,
    rates: made['rateId']!,
    'cost-rates': made['costRateId']!,
    journals: made['journalId']!,
    quotes: made['quoteId']!,
    invoices: made['invoiceId']!,
    payments: made['paymentId']!,
    allocations: made['allocationId']!,
    'credit-notes': made['creditNoteId']!,
    periods: made['closeId']!,
    'saved-views': made['viewId']!,
    attachments: made['fileId']!,
    'billing-runs': made['runId']!,
    'billing-definitions': made['definitionId']!,
    taxes: made['taxId']!,
    'number-series': made['seriesId']!,
    'document-templates': made['templateId']!,
    'document-looks': made['lookId']!,
  };
  const inPaths = Object.entries(byCollection).flatMap(([collection, id]) =>
    [
      '',
      '/undo',
      '/stop',
      '/invitation',
      '/ledger',
      '/progress',
      '/receipt',
      '/logo',
      '/document',
      '/pdf',
      '/sample.pdf',
      '/statement.pdf',
      '/retry',
      '/preview',
      '/approval',
      '/duplicate',
      '/dispatch',
      '/issue',
      '/acceptance',
      '/decline',
      '/archival',
      '/revision',
      '/allocations',
      '/refunds',
      '/void',
      '/cancellation',
      '/credit-preview',
      '/credit-notes',
      '/statement',
      '/statement/lines',
      '/reopening',
      '/jobs',
      '/units',
      '/units/{place}/document',
      '/totals',
      '/comparison',
      '/choices',
      '/refresh',
      '/discard',
    ].map((rest) => [`/api/v1/${collection}/{id}${rest} id`, id]),
  );
  const itemIds = { itemId: made['timeEntryId']!, id: made['timeEntryId']! };
  const days = ['', '/cells', '/submission'].map((rest) => [
    `/api/v1/timesheets/{staffId}/{day}${rest} day`,
    '2026-03-10',
  ]);
  return { ...ids, ...itemIds, ...Object.fromEntries([...inPaths, ...days]) };
}
