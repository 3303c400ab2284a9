// The ways of saying no that are about who asks, and whether they may. They stand in the catalogue of refusals.ts.

import type { RefusalCode } from '#core/refusal.ts';
import type { ProblemMeaning } from './problem-meaning.ts';

export const accessProblems = {
  signInRequired: {
    status: 401,
    title: 'Sign in first',
    meaning: 'There is no session and no API key, or it has expired or been revoked.',
    remedy: 'Sign in, or send an API key as "Authorization: Bearer wl_…".',
  },
  signInRefused: {
    status: 401,
    title: 'Signing in was refused',
    meaning:
      'The e-mail address and the password do not belong together, or the link has been used or has expired.',
    remedy: 'Check both, or ask an owner of the firm for a new link.',
  },
  codeRequired: {
    status: 401,
    title: 'A code is needed too',
    meaning:
      'The e-mail address and the password belong together, and the person has a second factor: signing in needs a code from their authenticator app, or one of their recovery codes.',
    remedy:
      'Send the code to POST /session/code within ten minutes, with the cookie that came with this answer. After five wrong codes, begin again.',
  },
  twoFactorRequired: {
    status: 403,
    title: 'The firm asks for a second factor',
    meaning:
      'Whoever signs in to this firm needs a second factor, and you have not set one up. API keys are not concerned.',
    remedy: 'Set it up in your profile, or by POST /account/two-factor and its confirmation; then go on.',
  },
  notPermitted: {
    status: 403,
    title: 'Not permitted',
    meaning: 'Your role in this firm, or the scopes of the API key, do not include what you asked for.',
    remedy: 'Ask an owner of the firm for the permission that the answer names.',
  },
  limitExceeded: {
    status: 403,
    title: 'Above your limit',
    meaning: 'The amount is larger than what your role may decide.',
    remedy: 'Ask somebody with a higher limit, or change less.',
  },
  tooManyRequests: {
    status: 429,
    title: 'Too many requests',
    meaning: 'More requests came in a short time than are accepted.',
    remedy: 'Wait as long as the Retry-After header says, then go on.',
  },
  setUpDone: {
    status: 409,
    title: 'The installation is set up already',
    meaning: 'The first owner and the first firm exist; this door is closed for good.',
    remedy: 'Sign in. An owner may found further firms and invite people.',
  },
} as const satisfies Partial<Record<RefusalCode, ProblemMeaning>>;
