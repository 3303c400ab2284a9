// Who is calling. An API key names its firm and role; a session names a person, who then chooses one of their firms by
// the Workledger-Firm header. What was found is remembered for a few seconds, so that a program that calls often does
// not pay for it each time; whatever changes access in this process forgets it at once, and other processes follow
// within those seconds. That somebody may not is never remembered of a person, so that whoever was just let in on one server
// is not sent away by another.

import { hash } from 'node:crypto';
import type { Clock, Context } from '#actions/context.ts';
import { findApiKey, findMember, isOperator, type FoundMember } from '#actions/people/identify.ts';
import type { Person, SignIn } from '#actions/people/sign-in.ts';
import type { Principal } from '#core/access/principal.ts';
import { done, refuse, type Result } from '#core/refusal.ts';

export type Caller =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'person'; readonly person: Person }
  | { readonly kind: 'apiKey'; readonly principal: Principal };

/** What a request shows of its caller: its headers of these names. */
export type Credentials = {
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
};

export type Identities = {
  callerOf(credentials: Credentials): Promise<Result<Caller>>;
  /** The principal that the caller is in the firm they ask for. */
  principalOf(caller: Caller, firmHeader: string | null): Promise<Result<Principal>>;
  /** Whether the caller operates the installation: a person who was named so, never an API key. */
  isOperator(caller: Caller): Promise<boolean>;
  /** Forgets what is remembered, after somebody's access has changed. */
  forget(): void;
};

const sessionCookie = /(?:__Secure-)?workledger\.session_token=[^;]+/;
const rememberMs = 3_000;
const rememberedMax = 10_000;

export function createIdentities(database: Context['database'], signIn: SignIn, clock: Clock): Identities {
  const keys = remembering((keyHash: string) => findApiKey(database, Buffer.from(keyHash, 'hex')));
  const people = remembering((cookie: string) => signIn.personOf(new Headers({ cookie })));
  const members = remembering(
    (userAndFirm: string) => findMembership(database, userAndFirm),
    ({ principal, lacksTwoFactor }) => principal !== undefined && !lacksTwoFactor,
  );
  const operators = remembering(
    (userId: string) => isOperator(database, userId),
    (operates) => operates,
  );

  return {
    async callerOf({ authorization, cookie: cookies = '' }) {
      if (authorization !== undefined) return callerOfKey(authorization, keys, clock);
      const cookie = sessionCookie.exec(cookies)?.[0];
      const person = cookie === undefined ? undefined : await people.get(cookie);
      return done(person === undefined ? { kind: 'nobody' } : { kind: 'person', person });
    },
    async principalOf(caller, firmHeader) {
      if (caller.kind === 'nobody') return signInRequired();
      if (caller.kind === 'apiKey') return principalOfKey(caller.principal, firmHeader);
      const membership = await members.get(`${firmHeader ?? ''} ${caller.person.userId}`);
      return principalOfMember(membership, firmHeader);
    },
    async isOperator(caller) {
      return caller.kind === 'person' && operators.get(caller.person.userId);
    },
    forget() {
      keys.clear();
      people.clear();
      members.clear();
      operators.clear();
    },
  };
}

async function callerOfKey(
  authorization: string,
  keys: Remembering<Awaited<ReturnType<typeof findApiKey>>>,
  clock: Clock,
): Promise<Result<Caller>> {
  const secret = /^Bearer +(\S{1,200})$/i.exec(authorization)?.[1];
  const found = secret === undefined ? undefined : await keys.get(hash('sha256', secret, 'hex'));
  if (found === undefined || (found.expiresAt !== null && !isBefore(clock(), found.expiresAt))) {
    return refuse('signInRequired', 'The API key is not valid: it is mistyped, revoked or expired.', {
      field: 'Authorization',
      accepted: 'Bearer, a space, and a valid API key',
    });
  }
  return done({ kind: 'apiKey', principal: found.principal });
}

function isBefore(a: string, b: string): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}

function principalOfKey(principal: Principal, firmHeader: string | null): Result<Principal> {
  if (firmHeader === null || firmHeader === String(principal.firmId)) return done(principal);
  return unknownFirm(firmHeader, 'An API key belongs to one firm, and this is another.', [principal.firmId]);
}

async function findMembership(database: Context['database'], userAndFirm: string): Promise<FoundMember> {
  const [firm = '', userId = ''] = userAndFirm.split(' ');
  return findMember(database, userId, firm === '' ? undefined : Number(firm));
}

function principalOfMember(found: FoundMember, firmHeader: string | null): Result<Principal> {
  const { principal, lacksTwoFactor, memberships } = found;
  if (lacksTwoFactor) {
    return refuse('twoFactorRequired', 'This firm asks for a second factor. Set it up first.', {
      accepted: 'somebody who signs in with a code',
    });
  }
  if (principal !== undefined) return done(principal);
  const firmIds = memberships.map((membership) => membership.firmId);
  if (firmHeader !== null) return unknownFirm(firmHeader, 'You belong to no firm with this id.', firmIds);
  if (firmIds.length > 0) return unknownFirm('', 'You belong to several firms: say which one.', firmIds);
  return refuse('notPermitted', 'You belong to no firm here. Ask an owner to invite you.');
}

function unknownFirm(value: string, detail: string, firmIds: readonly number[]): Result<never> {
  return refuse('unknownFirm', detail, {
    field: 'Workledger-Firm',
    value: value.slice(0, 40),
    accepted: firmIds.length === 0 ? 'the id of a firm of yours' : `one of ${firmIds.join(', ')}`,
  });
}

export function signInRequired(): Result<never> {
  return refuse('signInRequired', 'Sign in, or send an API key.', {
    field: 'Authorization',
    accepted: 'a session cookie, or Bearer and an API key',
  });
}

type Remembering<Found> = { get(key: string): Promise<Found>; clear(): void };

/** Asks once per key in a few seconds, also when many ask at the same moment; what is not worth keeping, once per moment. */
function remembering<Found>(
  find: (key: string) => Promise<Found>,
  isKept: (found: Found) => boolean = () => true,
): Remembering<Found> {
  const remembered = new Map<string, { until: number; found: Promise<Found> }>();
  return {
    get(key) {
      const now = performance.now();
      const known = remembered.get(key);
      if (known !== undefined && known.until > now) return known.found;
      if (remembered.size >= rememberedMax) remembered.clear();
      const found = find(key);
      const memory = { until: now + rememberMs, found };
      const forget = () => remembered.get(key) === memory && remembered.delete(key);
      remembered.set(key, memory);
      found.then((one) => isKept(one) || forget(), forget);
      return found;
    },
    clear: () => remembered.clear(),
  };
}
