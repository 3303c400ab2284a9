// A route is a plain description: where it is, who may call it, what it takes and answers, and which action it calls.
// The server (mount.ts), the OpenAPI document (openapi.ts) and the tests over all endpoints read the same description,
// so none of them can disagree with another.
//
// A handler gets everything already checked: the caller has signed in, belongs to the firm and has the permission; the
// parameters are what their schemas say, as ids and dates inside; an edit has named a version. It calls one action and
// returns its result; the answer's schema turns it into JSON and drops what it does not name.
//
// A new endpoint is one file, `routes/<resource>/<verb>.ts`, and one line in routes/index.ts:
//
//     export const readJobState = route({
//       method: 'GET',
//       path: '/job-states/{id}',
//       summary: 'Read a job state',
//       tag: 'Firm',
//       permission: 'firm.read',
//       params: idParams,                    // contract/ids.ts
//       answer: jobState,                    // contract/firms/job-states.ts
//       handler: ({ context, params }) => readJobStateAction(context, params.id),
//     });
//
// A list takes `query: z.strictObject({ ...pageQuery(textAndId), … })` and answers `pageOf(item, textAndId)`, both from
// contract/paging.ts; the handler gets the key itself as `query.cursor` and answers it as `nextCursor`.

import type { z } from 'zod';
import type { Context } from '#actions/context.ts';
import type { Permission } from '#core/access/permissions.ts';
import type { RefusalCode, Result } from '#core/refusal.ts';
import type { WorkClass } from './admission/queue.ts';
import type { Caller } from './identities.ts';
import type { Installation } from './installation.ts';
import type { Method, Tag } from './tags.ts';

/** A file as an answer, instead of JSON. */
export class Download {
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: string | Uint8Array | NodeJS.ReadableStream;
  /** Whether a browser may show it in place, as it may pictures; whatever else it holds does nothing there. */
  readonly inline: boolean;

  constructor(
    fileName: string,
    mediaType: string,
    content: string | Uint8Array | NodeJS.ReadableStream,
    { inline = false } = {},
  ) {
    this.fileName = fileName;
    this.mediaType = mediaType;
    this.content = content;
    this.inline = inline;
  }
}

/** JSON as it travels, made by the handler itself because it is large; tests hold it against the answer's schema. */
export class Encoded {
  readonly json: Uint8Array;
  /** Called when nobody will read these bytes any more, which may then become those of another answer. */
  readonly release: () => void;

  constructor(json: Uint8Array, release: () => void) {
    this.json = json;
    this.release = release;
  }
}

export type ServerEvent = {
  /** What a caller that was cut off sends as Last-Event-ID. */
  readonly id?: string;
  /** The kind of the event, where there are several. */
  readonly event?: string;
  readonly json: string;
};

export const eventsType = 'text/event-stream';

/** Server-sent events as an answer; one that is empty says 204, after which callers do not ask again. */
export class Events {
  readonly events: AsyncGenerator<ServerEvent, void, undefined>;
  /** Called when nobody listens any more, also while the next event is awaited. */
  readonly end: () => void;

  constructor(events: AsyncGenerator<ServerEvent, void, undefined>, end: () => void = () => {}) {
    this.events = events;
    this.end = end;
  }
}

/** A file as a request. */
export type UploadedFile = { readonly fileName: string; readonly content: NodeJS.ReadableStream };

type Inside<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Answer<Schema> = Schema extends z.ZodType
  ? z.output<Schema> | Download | Encoded
  : null | Download | Events;

type Described<Params, Query, Body, Answered> = {
  readonly method: Method;
  /** Below /api/v1, such as '/jobs/{id}'. */
  readonly path: string;
  /** A few words that name the endpoint in the reference. */
  readonly summary: string;
  readonly description?: string;
  readonly tag: Tag;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** The JSON of the answer; without one the answer is 204. */
  readonly answer?: Answered;
  /** 200 unless given, or 204 without an answer. */
  readonly status?: 200 | 201 | 202;
  /** Refusals that callers should be ready for, besides those of every endpoint. */
  readonly refusals?: readonly RefusalCode[];
  /**
   * In which line it waits when there is much to do: 'interactive' unless given. 'uncounted' for what goes on as long as
   * the caller likes, such as a stream of events or an upload.
   */
  readonly work?: WorkClass | 'uncounted';
};

export type Asked<Params, Query, Body> = {
  readonly context: Context;
  readonly params: Inside<Params>;
  readonly query: Inside<Query>;
  readonly body: Inside<Body>;
  /** The version that If-Match named; 0 where none is asked for. */
  readonly version: number;
  /** Of the last event that the caller has seen; null where it has seen none. */
  readonly lastEventId: string | null;
  /** How the caller names itself where it also listens for changes; absent where it does not. */
  readonly watcher?: string;
  /** Where the caller reaches the installation, for links. */
  readonly baseUrl: string;
  /** The files of an upload, one after the other; each must be read before the next. */
  readonly files: AsyncIterable<UploadedFile>;
  /** Whether the caller may know that something changed under the topic; absent where nobody listens. */
  readonly mayHear?: (topic: string) => boolean;
};

type RouteOptions<Params, Query, Body, Answered> = Described<Params, Query, Body, Answered> & {
  /** What the caller needs; of several permissions, any one. */
  readonly permission: Permission | readonly Permission[];
  /** Whether If-Match is needed; unless given, for PUT, PATCH and DELETE. */
  readonly ifMatch?: boolean;
  /** Whether Idempotency-Key is needed; unless given, for POST. Set it to false where a POST only reads. */
  readonly requestKey?: boolean;
  /** Media types that the answer may also have, as a file. */
  readonly downloads?: readonly string[];
  /** Takes files as multipart/form-data instead of JSON. */
  readonly upload?: {
    readonly bytesMax: number;
    readonly filesMax: number;
    /** Of these, a file may also be the whole body. */
    readonly mediaTypes?: readonly string[];
  };
  /** Whether it changes who may do what, so that what was remembered of callers is forgotten. */
  readonly changesAccess?: boolean;
  handler(asked: Asked<Params, Query, Body>): Promise<Result<Answer<Answered>>>;
};

type OpenRouteOptions<Params, Query, Body, Answered> = Described<Params, Query, Body, Answered> & {
  /** Anybody, whoever has signed in, or the installation's operators; in each case outside of any firm. */
  readonly access: 'public' | 'signedIn' | 'operator';
  /** Whether it checks a password or a link, so that attempts are counted. */
  readonly guessable?: boolean;
  readonly changesAccess?: boolean;
  handler(asked: OpenlyAsked<Params, Query, Body>): Promise<Result<Answer<Answered>>>;
};

export type OpenlyAsked<Params, Query, Body> = {
  readonly installation: Installation;
  readonly caller: Caller;
  readonly headers: Headers;
  readonly params: Inside<Params>;
  readonly query: Inside<Query>;
  readonly body: Inside<Body>;
  /** Sends cookies with the answer, as Set-Cookie lines. */
  readonly setCookies: (lines: readonly string[]) => void;
};

type Schema = z.ZodType | undefined;

/** A route of a firm, with its types worn off, for lists of routes. */
export type FirmRoute = RouteOptions<Schema, Schema, Schema, Schema> & { readonly kind: 'firm' };
/** A route outside of any firm. */
export type OpenRoute = OpenRouteOptions<Schema, Schema, Schema, Schema> & { readonly kind: 'open' };
export type Route = FirmRoute | OpenRoute;

/** Describes an endpoint that works inside the caller's firm. */
export function route<
  Params extends Schema = undefined,
  Query extends Schema = undefined,
  Body extends Schema = undefined,
  Answered extends Schema = undefined,
>(options: RouteOptions<Params, Query, Body, Answered>): FirmRoute {
  return { ...(options as unknown as FirmRoute), kind: 'firm' };
}

/** Describes an endpoint outside of any firm: signing in, setting up. */
export function openRoute<
  Params extends Schema = undefined,
  Query extends Schema = undefined,
  Body extends Schema = undefined,
  Answered extends Schema = undefined,
>(options: OpenRouteOptions<Params, Query, Body, Answered>): OpenRoute {
  return { ...(options as unknown as OpenRoute), kind: 'open' };
}

export function needsVersion(route: Route): boolean {
  if (route.kind === 'open') return false;
  return route.ifMatch ?? (route.method === 'PUT' || route.method === 'PATCH' || route.method === 'DELETE');
}

export function needsRequestKey(route: Route): boolean {
  return (
    route.kind === 'firm' && (route.requestKey ?? (route.method === 'POST' && route.upload === undefined))
  );
}

export function permissionsOfRoute(route: FirmRoute): readonly Permission[] {
  return typeof route.permission === 'string' ? [route.permission] : route.permission;
}

export function statusOf(route: Route): number {
  return route.status ?? (route.answer === undefined ? 204 : 200);
}
