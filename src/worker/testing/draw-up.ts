import type { DrawUp } from '#actions/mail/deliver-mail.ts';
import { done } from '#core/refusal.ts';

/** Every byte there is, so that one that does not survive its way shows. */
export const drawnUp = Buffer.from(Array.from({ length: 70_000 }, (_, place) => (place * 7) % 256));

export const drawUpForTest: DrawUp = (_context, { document, id }) =>
  Promise.resolve(done({ fileName: `${document} ${id}.pdf`, content: drawnUp }));
