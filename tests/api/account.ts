// People who sign in by themselves, for tests of what is one's own: with the codes of an authenticator app, and the mail
// that they get.

import { createHmac } from 'node:crypto';
import type { MailMessage } from '#actions/mail/transport.ts';
import { routines } from '#worker/routines.ts';
import type { RoutineName } from '#store/queue.ts';
import { caller, type Answer, type ApiCaller, type ApiTest } from './testing.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What an app shows that was given this secret (RFC 6238): now, or so many half minutes later. */
export function codeOf(secret: string, later = 0): string {
  let bits = '';
  for (const letter of secret.replaceAll('=', ''))
    bits += letters.indexOf(letter).toString(2).padStart(5, '0');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const digest = createHmac('sha1', key).update(counter).digest();
  const at = digest.at(-1)! & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

export type Browser = ApiCaller & {
  /** Keeps the cookies of an answer, as a browser does. */
  keep(answer: Answer): Answer;
};

/** Keeps cookies, and sends them with everything. */
export function browserOf(
  api: ApiTest,
  userAgent = 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0',
): Browser {
  const cookies = new Map<string, string>();
  const keep = (answer: Answer): Answer => {
    for (const line of ([] as string[]).concat((answer.headers['set-cookie'] as never) ?? [])) {
      const [name, value] = line.split(';', 1)[0]!.split(/=(.*)/s) as [string, string];
      if (/max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  const now = () =>
    caller(api.server, {
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      'user-agent': userAgent,
    });
  return {
    keep,
    send: async (...given) => keep(await now().send(...given)),
    get: async (...given) => keep(await now().get(...given)),
    post: async (...given) => keep(await now().post(...given)),
    put: async (...given) => keep(await now().put(...given)),
    patch: async (...given) => keep(await now().patch(...given)),
    delete: async (...given) => keep(await now().delete(...given)),
  };
}

export type TestPerson = { readonly memberId: string; readonly email: string; readonly password: string };

/** Somebody who has taken up an invitation to the firm. */
export async function person(api: ApiTest, name: string, role = 'staff'): Promise<TestPerson> {
  const email = `${name.toLowerCase()}@account.example`;
  const password = `the password of ${name}`;
  const invited = await api.as('owner').post('/members', { name, email, role, handOver: true });
  const token = invited.body.link.split('#')[1];
  await api.asNobody().post('/invitations/acceptance', { token, newPassword: password });
  return { memberId: invited.body.member.id, email, password };
}

/** A browser in which they have signed in with their password alone. */
export async function signedIn(api: ApiTest, { email, password }: TestPerson): Promise<Browser> {
  const browser = browserOf(api);
  await browser.post('/session', { email, password });
  return browser;
}

export async function withTwoFactor(
  browser: Browser,
  { password }: TestPerson,
): Promise<{ secret: string; recoveryCodes: string[] }> {
  const { body } = await browser.post('/account/two-factor', { password });
  const confirmed = await browser.post('/account/two-factor/confirmation', { code: codeOf(body.secret) });
  if (confirmed.status !== 204) throw new Error(confirmed.text);
  return body;
}

/** Does what is queued; answers what was mailed. `refuse` is what the mail server says instead of taking it. */
export async function workOff(api: ApiTest, refuse?: string): Promise<MailMessage[]> {
  const mailed: MailMessage[] = [];
  const jobs = await api.database.asInstallation((tx) =>
    tx.query<{ routine: RoutineName; payload: { firmId: number; id: number } }>(
      `with done as (delete from graphile_worker._private_jobs returning task_id, payload)
       select t.identifier as routine, payload from done join graphile_worker._private_tasks t on t.id = task_id`,
    ),
  );
  const transport = {
    async send(message: MailMessage) {
      if (refuse !== undefined) return { kind: 'refused', reason: refuse, isFinal: true } as const;
      mailed.push(message);
      return { kind: 'taken', messageId: 'x', keptAs: null, remark: null } as const;
    },
  };
  const mail = { transport, drawUp: () => Promise.reject(new Error('there is nothing to draw up')) };
  const { database } = api;
  const supplies = { database, clock: () => api.clock.now, mail, baseUrl: 'https://books.example/' };
  for (const { routine, payload } of jobs) await routines[routine](supplies, payload, { isLast: false });
  return mailed;
}

export function tokenIn(message: MailMessage | undefined): string {
  return /https:\/\/books\.example\/[a-z-]+#(\S+)/.exec(message?.body ?? '')![1]!;
}
