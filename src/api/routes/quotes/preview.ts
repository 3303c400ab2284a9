import { previewQuote as preview } from '#actions/quotes/preview-quote.ts';
import { quoteBody, quotePreview } from '#contract/quotes/quotes.ts';
import { commandOf, presentPreview, shown } from '../../presenters/quotes.ts';
import { route } from '../../route.ts';
import { drawingRefusals } from './refusals.ts';

export const previewQuote = route({
  method: 'POST',
  path: '/quotes/preview',
  summary: 'Preview a quote',
  description: 'What its lines come to, with tax. Nothing is saved.',
  tag: 'Quotes',
  permission: 'quotes.edit',
  requestKey: false,
  body: quoteBody,
  answer: quotePreview,
  refusals: drawingRefusals,
  async handler({ context, body }) {
    return shown(await preview(context, commandOf(body)), presentPreview);
  },
});
