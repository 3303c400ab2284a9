import { z } from 'zod';
import { id, version } from '../ids.ts';
import { oneOrMany } from '../paging.ts';
import { listPage, listQuery, oneOrItems } from '../practice.ts';
import { emailAddress, shortText } from '../text.ts';

const fields = {
  name: shortText(200),
  email: emailAddress.nullable().optional(),
  phone: shortText(100).nullable().optional(),
  position: shortText(200).nullable().optional(),
  isPrimary: z.boolean().optional().meta({
    description: 'A client has at most one primary contact; naming another one takes its place.',
  }),
};

const newContact = z.strictObject({ clientId: id, ...fields }).meta({ id: 'NewContact' });

export const newContacts = oneOrMany(newContact);

export const contactChange = z.strictObject(fields).partial().meta({ id: 'ContactChange' });

export const contact = z
  .object({
    id,
    version,
    clientId: id,
    clientName: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    position: z.string().nullable(),
    isPrimary: z.boolean(),
  })
  .meta({ id: 'Contact' });

export const addedContacts = oneOrItems(contact);

export const contactsQuery = z.strictObject({ clientId: id.optional(), ...listQuery });

export const contactsPage = listPage(contact);
