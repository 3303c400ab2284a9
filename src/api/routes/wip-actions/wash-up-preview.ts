import { currenciesOf } from '#actions/currencies.ts';
import { previewWashUp } from '#actions/wip/wash-up.ts';
import { washUpBody, washUpPreview } from '#contract/wip/actions.ts';
import { formatMinor } from '#core/money/money.ts';
import { done } from '#core/refusal.ts';
import { route } from '../../route.ts';

export const previewWashUps = route({
  method: 'POST',
  path: '/wash-ups/preview',
  summary: 'Preview a wash-up',
  description: 'What a wash-up would do to each job. Nothing is posted.',
  tag: 'WIP',
  permission: 'wip.washUp',
  requestKey: false,
  body: washUpBody,
  answer: washUpPreview,
  refusals: ['unknownJob', 'lockedDate', 'beforeWork', 'onDraft'],
  async handler({ context, body }) {
    const effects = await previewWashUp(context, body);
    if (!effects.ok) return effects;
    const currencies = await currenciesOf(context, body.jobIds);
    const jobs = effects.value.map(
      ({ jobId, billedMinor, absorbedMinor, writtenOffMinor, writtenOnMinor }) => {
        const currency = currencies.get(jobId)!;
        const show = (amountMinor: bigint): string => formatMinor(amountMinor, currency);
        const moved = { billed: show(billedMinor), absorbed: show(absorbedMinor) };
        return {
          jobId,
          currency,
          ...moved,
          writtenOff: show(writtenOffMinor),
          writtenOn: show(writtenOnMinor),
        };
      },
    );
    return done({ jobs });
  },
});
