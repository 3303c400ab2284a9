import type { z } from 'zod';
import type { client } from '#contract/clients/clients.ts';
import type { contact } from '#contract/contacts/contacts.ts';
import { resourceQuery } from './resource.ts';

export type Client = z.input<typeof client>;
export type Contact = z.input<typeof contact>;

export function clientQuery(id: string) {
  return resourceQuery<Client>(`/clients/${id}`);
}
