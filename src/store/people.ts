// Who belongs to a firm, and which API keys it has.

import type { Permission } from '#core/access/permissions.ts';
import type { Principal } from '#core/access/principal.ts';
import type { Role } from '#core/access/roles.ts';
import type { Database, Queries, Tx } from './database.ts';
import type { RecordKind } from './practice/records.ts';
import { preparedByText, readByKey } from './prepared.ts';

export type Membership = {
  readonly firmId: number;
  readonly firmName: string;
  readonly memberId: number;
  readonly role: Role;
};

/** The firms that a person belongs to, by name. Outside of any firm: it answers before one is chosen. */
export function membershipsOf(database: Database, userId: string): Promise<Membership[]> {
  return database.asInstallation(
    (tx) =>
      tx.query<Membership>(
        `select firm_id as "firmId", firm_name as "firmName", member_id as "memberId", role from memberships_of($1)`,
        [userId],
      ),
    { readOnly: true },
  );
}

type PrincipalRow = {
  actorId: number;
  memberId: number | null;
  staffId: number | null;
  role: Role;
  scopes: Permission[] | null;
  writeOffLimitMinor: bigint | null;
  seesCosts: boolean;
};

export type MemberPrincipal = {
  readonly principal: Principal;
  /** Whether the firm asks for a second factor that the person has not set up. */
  readonly lacksTwoFactor: boolean;
};

/** What a member is in the firm of the transaction. */
export async function loadMemberPrincipal(tx: Tx, memberId: number): Promise<MemberPrincipal | undefined> {
  const [row] = await tx.query<PrincipalRow & { lacksTwoFactor: boolean }>(
    `select m.actor_id as "actorId", m.id as "memberId", m.staff_id as "staffId", m.role, null as scopes,
            coalesce(m.write_off_limit_minor,
                     case when m.role = 'projectManager' then f.project_manager_write_off_limit_minor end)
              as "writeOffLimitMinor",
            f.project_managers_see_costs as "seesCosts",
            f.requires_two_factor and u."twoFactorEnabled" is not true as "lacksTwoFactor"
     from member m join firm f on f.id = m.firm_id join auth."user" u on u.id = m.user_id
     where m.firm_id = $1 and m.id = $2 and m.active`,
    [tx.firmId, memberId],
  );
  if (row === undefined) return undefined;
  const { lacksTwoFactor, ...principal } = row;
  return { principal: { ...principal, firmId: tx.firmId }, lacksTwoFactor };
}

export type KeyPrincipal = { readonly principal: Principal; readonly expiresAt: string | null };

/** What an API key is in the firm of the transaction, unless it is revoked. Whether it has expired is the caller's clock to say. */
export async function loadKeyPrincipal(tx: Tx, apiKeyId: number): Promise<KeyPrincipal | undefined> {
  const [row] = await tx.query<PrincipalRow & { expiresAt: string | null }>(
    `select k.actor_id as "actorId", null::int as "memberId", k.staff_id as "staffId", k.role, k.scopes,
            case when k.role = 'projectManager' then f.project_manager_write_off_limit_minor end
              as "writeOffLimitMinor",
            f.project_managers_see_costs as "seesCosts", k.expires_at as "expiresAt"
     from api_key k join firm f on f.id = k.firm_id
     where k.firm_id = $1 and k.id = $2 and k.revoked_at is null`,
    [tx.firmId, apiKeyId],
  );
  if (row === undefined) return undefined;
  const { expiresAt, ...principal } = row;
  return { principal: { ...principal, firmId: tx.firmId }, expiresAt };
}

/** The firm that an API key belongs to, by the SHA-256 of the key. */
export async function findFirmOfApiKey(
  tx: Queries,
  keyHash: Uint8Array,
): Promise<{ firmId: number; apiKeyId: number } | undefined> {
  const [row] = await tx.query<{ firmId: number; apiKeyId: number }>(
    `select firm_id as "firmId", api_key_id as "apiKeyId" from firm_of_api_key($1)`,
    [Buffer.from(keyHash)],
  );
  return row;
}

/** A person's place in the firm, as it can be changed. */
export type MemberRecord = {
  readonly id: number;
  readonly version: number;
  readonly role: Role;
  readonly staffId: number | null;
  readonly writeOffLimitMinor: bigint | null;
  readonly active: boolean;
};

export const members: RecordKind<MemberRecord> = {
  table: 'member',
  subject: 'member',
  noun: 'member',
  unknown: 'unknownMember',
  columns: {
    id: 'id',
    version: 'version',
    role: 'role',
    staffId: 'staff_id',
    writeOffLimitMinor: 'write_off_limit_minor',
    active: 'active',
  },
};

/** A member with who they are. */
export type Member = MemberRecord & {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  /** Null while an invitation has not been accepted. */
  readonly joinedAt: string | null;
  readonly hasTwoFactor: boolean;
  /** The link that waits to be opened; null where there is none, because they have come or it was revoked. */
  readonly invitation: {
    readonly expiresAt: string;
    readonly byMail: boolean;
    readonly mailedAt: string | null;
    readonly mailProblem: string | null;
  } | null;
};

const memberColumns = `m.id, m.version, m.role, m.staff_id as "staffId",
  m.write_off_limit_minor as "writeOffLimitMinor", m.active, m.user_id as "userId", a.name, u.email,
  m.joined_at as "joinedAt", u."twoFactorEnabled" is true as "hasTwoFactor",
  case when i.member_id is not null and m.joined_at is null then json_build_object(
    'expiresAt', to_char(i.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'byMail', i.by_mail,
    'mailedAt', to_char(i.mailed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'mailProblem', i.mail_problem) end as invitation`;
const memberTables = `member m
  join actor a on a.firm_id = m.firm_id and a.id = m.actor_id
  join auth."user" u on u.id = m.user_id
  left join auth.invitation i on i.firm_id = m.firm_id and i.member_id = m.id`;

/** Everybody who belongs or belonged to the firm, by name. */
export function listMembers(tx: Tx): Promise<Member[]> {
  return preparedByText<Member>(
    tx,
    `select ${memberColumns} from ${memberTables} where m.firm_id = $1 order by lower(a.name), m.id`,
    [tx.firmId],
  );
}

export async function findMemberById(tx: Tx, id: number): Promise<Member | undefined> {
  const [member] = await readByKey<Member>(
    tx,
    `select ${memberColumns} from ${memberTables} where m.firm_id = $1 and m.id = $2`,
    [tx.firmId, id],
  );
  return member;
}

/** Locks the active owners, so that no two of them leave at the same moment. Returns the ids of their memberships. */
export async function lockOwners(tx: Tx): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(
    `select id from member where firm_id = $1 and role = 'owner' and active order by id for update`,
    [tx.firmId],
  );
  return rows.map(({ id }) => id);
}

export async function addActor(tx: Tx, kind: 'member' | 'apiKey', name: string): Promise<number> {
  const [actor] = await tx.query<{ id: number }>(
    `insert into actor (firm_id, kind, name) values ($1, $2, $3) returning id`,
    [tx.firmId, kind, name],
  );
  return actor!.id;
}

/** Keeps an invited member, who may do nothing until they accept. */
export async function addInvitedMember(
  tx: Tx,
  invited: { userId: string; name: string } & Pick<MemberRecord, 'role' | 'staffId' | 'writeOffLimitMinor'>,
): Promise<number> {
  const actorId = await addActor(tx, 'member', invited.name);
  const [member] = await tx.query<{ id: number }>(
    `insert into member (firm_id, user_id, actor_id, staff_id, role, write_off_limit_minor, active)
     values ($1, $2, $3, $4, $5, $6, false) returning id`,
    [tx.firmId, invited.userId, actorId, invited.staffId, invited.role, invited.writeOffLimitMinor],
  );
  return member!.id;
}

export async function activateMember(tx: Tx, id: number, at: string): Promise<boolean> {
  const rows = await tx.query(
    `update member set active = true, joined_at = $3, version = version + 1
     where firm_id = $1 and id = $2 and joined_at is null returning id`,
    [tx.firmId, id, at],
  );
  return rows.length === 1;
}
