// What every action is handed: the way to the database, who asks, what time it is, and the key under which the caller
// may ask again. Time and identity come in by this door, so that any run can be replayed.

import type { Principal } from '#core/access/principal.ts';
import type { Database } from '#store/database.ts';
import type { LiveHub } from './live/hub.ts';

/** The present moment as an ISO instant ending in Z. */
export type Clock = () => string;

/** A caller's request key with the hash of what was asked, so that the same write asked again is answered, not repeated. */
export type RequestKey = { readonly key: string; readonly hash: Uint8Array };

export type Context = {
  readonly database: Database;
  readonly principal: Principal;
  readonly clock: Clock;
  readonly request?: RequestKey | undefined;
  /** Where mail goes: through a server, or into files on a developer's machine; undefined where it is not set up. */
  readonly mail?: 'server' | 'folder' | undefined;
  /** Whether a link can go by mail: mail is set up, and it is known where people reach the installation. */
  readonly mailsLinks?: boolean | undefined;
  /** Where word of changes is left and heard; undefined for who does not watch. */
  readonly live?: LiveHub | undefined;
};
