// What the whole server shares, handed to the few endpoints that work outside of any firm.

import type { Clock, Context } from '#actions/context.ts';
import type { LiveHub } from '#actions/live/hub.ts';
import type { SignIn } from '#actions/people/sign-in.ts';
import type { Admission } from './admission/admission.ts';
import type { Identities } from './identities.ts';
import type { Topics } from './topics.ts';

export type Installation = {
  readonly database: Context['database'];
  readonly clock: Clock;
  readonly signIn: SignIn;
  readonly identities: Identities;
  /** Where people reach the installation; undefined means wherever they came from. */
  readonly baseUrl: string | undefined;
  readonly mail: Context['mail'];
  readonly live: LiveHub;
  readonly topics: Topics;
  readonly admission: Admission;
  /** Whether anybody may see when the installation was there; undefined means whoever has signed in. */
  readonly statusPage: 'public' | undefined;
};

/** Whether a link can go by mail: without the address of the installation it would lead to wherever a request came from. */
export function mailsLinks({ mail, baseUrl }: Pick<Installation, 'mail' | 'baseUrl'>): boolean {
  return mail === 'folder' || (mail === 'server' && baseUrl !== undefined);
}
