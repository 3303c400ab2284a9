import { currenciesOf } from '#actions/currencies.ts';
import { previewMove } from '#actions/wip/move-work.ts';
import { moveBody, movePreview } from '#contract/wip/actions.ts';
import { formatMinor } from '#core/money/money.ts';
import { done } from '#core/refusal.ts';
import { route } from '../../route.ts';

export const previewMoves = route({
  method: 'POST',
  path: '/moves/preview',
  summary: 'Preview a move',
  description: 'What each entry is worth now and will be worth there. Nothing is posted.',
  tag: 'WIP',
  permission: 'wip.move',
  requestKey: false,
  body: moveBody,
  answer: movePreview,
  refusals: [
    'invalidAmount',
    'unknownEntry',
    'unknownJob',
    'unknownJobTask',
    'currencyMismatch',
    'alreadyBilled',
    'onDraft',
    'alreadyAdjusted',
    'beforeWork',
  ],
  async handler({ context, body }) {
    const effects = await previewMove(context, body);
    if (!effects.ok) return effects;
    const currency = (await currenciesOf(context, [body.toJobId])).get(body.toJobId)!;
    const entries = effects.value.map(({ fromMinor, toMinor, ...effect }) => ({
      ...effect,
      currency,
      from: formatMinor(fromMinor, currency),
      to: formatMinor(toMinor, currency),
    }));
    return done({ entries });
  },
});
