// Somebody of one firm who fishes in another: asks for what it has by the ids that its people were told, and tries to do
// something to it. There is nothing of that for them: it is not found, and no list shows it.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Fact } from './trade-facts.ts';
import type { Trade } from './trade-act.ts';

type Chase = { readonly path: string; readonly body?: unknown };

/** Answers how many things it tried. */
export async function fish(own: Trade, other: Trade): Promise<number> {
  const { clientId, staffId, jobs } = other.office;
  const chases = [
    { path: `/clients/${clientId}` },
    { path: `/staff/${staffId}` },
    { path: `/jobs/${jobs[0]!.jobId}` },
    ...other.facts.slice(-20).flatMap(chasesOf),
  ];
  for (const chase of chases) await comesBackEmpty(own, chase);
  await seesNoneOf(own, other);
  return chases.length;
}

function chasesOf(fact: Fact): Chase[] {
  switch (fact.kind) {
    case 'time':
      return [{ path: '/write-offs', body: { items: [{ itemId: fact.id, amount: '0.01' }] } }];
    case 'writtenOff':
    case 'moved':
      return [
        { path: `/wip-actions/${fact.action}` },
        { path: `/wip-actions/${fact.action}/undo`, body: {} },
      ];
    case 'quoteDrawn':
      return [{ path: `/quotes/${fact.quote}` }];
    case 'invoiced':
    case 'invoicedAhead':
      return [
        { path: `/invoices/${fact.invoice}` },
        { path: `/invoices/${fact.invoice}/cancellation`, body: { reason: 'None of mine' } },
      ];
    case 'credited':
      return [{ path: `/credit-notes/${fact.note}` }];
    case 'paid':
      return [
        { path: `/payments/${fact.payment}` },
        { path: `/payments/${fact.payment}/void`, body: { reason: 'None of mine' } },
      ];
    default:
      return [];
  }
}

async function comesBackEmpty({ place, office }: Trade, { path, body }: Chase): Promise<void> {
  const answer = await fetch(`${place.url}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${office.key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await answer.text();
  assert.equal(answer.status, 404, `${path} of another firm: ${text}`);
}

async function seesNoneOf({ place, office }: Trade, { facts }: Trade): Promise<void> {
  const told = {
    invoices: facts.flatMap((fact) => ('invoice' in fact && fact.invoice !== null ? [fact.invoice] : [])),
    payments: facts.flatMap((fact) => ('payment' in fact ? [fact.payment] : [])),
    quotes: facts.flatMap((fact) => ('quote' in fact ? [fact.quote] : [])),
  };
  for (const [name, ids] of Object.entries(told)) {
    const headers = { authorization: `Bearer ${office.key}` };
    const answer = await fetch(`${place.url}/api/v1/${name}?limit=200`, { headers });
    assert.equal(answer.status, 200);
    const { items } = (await answer.json()) as { items: { id: string }[] };
    const theirs = new Set(ids);
    assert.deepEqual(
      items.filter(({ id }) => theirs.has(id)),
      [],
      `${name} of another firm in a list`,
    );
  }
}
