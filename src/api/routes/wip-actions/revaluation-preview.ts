import { currenciesOf } from '#actions/currencies.ts';
import { previewRevaluation } from '#actions/wip/revalue-work.ts';
import { revaluationBody, revaluationPreview } from '#contract/wip/actions.ts';
import { formatMinor } from '#core/money/money.ts';
import { done } from '#core/refusal.ts';
import { route } from '../../route.ts';

export const previewRevaluations = route({
  method: 'POST',
  path: '/revaluations/preview',
  summary: 'Preview a revaluation',
  description: 'The unbilled entries that would change: from, to and the totals. Nothing is posted.',
  tag: 'WIP',
  permission: 'wip.revalue',
  requestKey: false,
  body: revaluationBody,
  answer: revaluationPreview,
  refusals: ['batchTooLarge', 'lockedDate', 'beforeWork'],
  async handler({ context, body }) {
    const effects = await previewRevaluation(context, body);
    if (!effects.ok) return effects;
    const currencies = await currenciesOf(
      context,
      effects.value.map(({ jobId }) => jobId),
    );
    const priced = effects.value.map((effect) => ({ ...effect, currency: currencies.get(effect.jobId)! }));
    const entries = priced.map(({ fromMinor, toMinor, ...effect }) => ({
      ...effect,
      from: formatMinor(fromMinor, effect.currency),
      to: formatMinor(toMinor, effect.currency),
    }));
    const totals = [...Map.groupBy(priced, ({ currency }) => currency)].map(([currency, group]) => ({
      currency,
      from: formatMinor(
        group.reduce((sum, { fromMinor }) => sum + fromMinor, 0n),
        currency,
      ),
      to: formatMinor(
        group.reduce((sum, { toMinor }) => sum + toMinor, 0n),
        currency,
      ),
    }));
    return done({ entries, totals });
  },
});
