// Which addresses a message goes to. Addresses are stricter here than where they are kept: what reaches a mail server
// must be one address and nothing else, with no room for a second header or a second recipient.

import { refuse, refuseAll, done, type Refusal, type Result } from '#core/refusal.ts';
import type { Sendable } from '#store/billing/sendable.ts';

export const recipientsMax = 20;
const addressLengthMax = 254;
const localPartLengthMax = 64;

const atom = String.raw`[\p{L}\p{N}!#$%&'*+/=?^_\x60{|}~-]+`;
const label = String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?`;
const shape = new RegExp(String.raw`^${atom}(?:\.${atom})*@${label}(?:\.${label})*$`, 'u');

export function isMailAddress(text: string): boolean {
  return text.length <= addressLengthMax && text.indexOf('@') <= localPartLengthMax && shape.test(text);
}

export type Addressees = { readonly to: readonly string[]; readonly cc: readonly string[] };

/**
 * Who gets the document: whom the request names, or else the first who has an address of the document's contact, the
 * client's address for bills, its primary contact and the client itself.
 */
export function addresseesOf(
  sendable: Sendable,
  said: { readonly to?: readonly string[] | undefined; readonly cc?: readonly string[] | undefined },
): Result<Addressees> {
  const refusals = [...refusalsOf('to', said.to), ...refusalsOf('cc', said.cc)];
  if (refusals.length > 0) return refuseAll(refusals);
  const to = said.to?.length ? done(distinct(said.to)) : usualAddressee(sendable);
  if (!to.ok) return to;
  const cc = distinct(said.cc ?? []).filter((address) => !includes(to.value, address));
  return done({ to: to.value, cc });
}

function refusalsOf(field: string, addresses: readonly string[] = []): Refusal[] {
  const refusals = addresses.flatMap((address, place): Refusal[] =>
    isMailAddress(address)
      ? []
      : [
          {
            code: 'invalidRequest',
            detail: 'Mail cannot be sent to this address.',
            field: `${field}[${place}]`,
            value: address,
            accepted: 'one e-mail address, such as accounts@client.example',
          },
        ],
  );
  if (addresses.length <= recipientsMax) return refusals;
  const accepted = `at most ${recipientsMax} addresses`;
  const detail = 'A message goes to a few people.';
  return [{ code: 'invalidRequest', detail, field, value: String(addresses.length), accepted }, ...refusals];
}

function usualAddressee(sendable: Sendable): Result<string[]> {
  const { contactEmail, billingEmail, primaryEmail, clientEmail } = sendable;
  const address = [contactEmail, billingEmail, primaryEmail, clientEmail].find((known) => known !== null);
  if (address === undefined) {
    const client = sendable.clientName || 'The client';
    return refuse('recipientMissing', `${client} and its contacts have no e-mail address.`, {
      field: 'to',
      accepted: 'addresses in `to`, or an address for bills on the client',
    });
  }
  if (isMailAddress(address)) return done([address]);
  return refuse('recipientMissing', `Mail cannot be sent to the address that is kept: ${address}.`, {
    field: 'to',
    value: address,
    accepted: 'addresses in `to`, or one e-mail address on the contact or the client',
  });
}

function distinct(addresses: readonly string[]): string[] {
  return addresses.filter((address, place) => !includes(addresses.slice(0, place), address));
}

function includes(addresses: readonly string[], address: string): boolean {
  return addresses.some((other) => other.toLowerCase() === address.toLowerCase());
}
