import { showUnit } from '#actions/billing-runs/show-unit.ts';
import { unitParams } from '#contract/billing-runs/runs.ts';
import { printedDocument } from '#contract/documents/documents.ts';
import { presentPrinted } from '../documents/printed.ts';
import { contentRefusals } from '../invoices/refusals.ts';
import { route } from '../../route.ts';

export const readBillingRunUnitDocument = route({
  method: 'GET',
  path: '/billing-runs/{id}/units/{place}/document',
  summary: 'Read an invoice of a billing run as it is printed',
  description:
    'Also one that is only planned: drawn up on what is open now, as the run would do it, and not kept. Every word and figure of the PDF.',
  tag: 'Billing runs',
  permission: 'billingRuns.read',
  params: unitParams,
  answer: printedDocument,
  refusals: ['unknownBillingRun', 'notFound', 'unknownInvoice', ...contentRefusals],
  handler: async ({ context, params }) => presentPrinted(await showUnit(context, params)),
});
