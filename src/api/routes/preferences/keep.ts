import { keepPreferences as keep } from '#actions/preferences/preferences.ts';
import { preferences, preferencesToKeep } from '#contract/preferences/preferences.ts';
import { route } from '../../route.ts';

export const keepPreferences = route({
  method: 'PUT',
  path: '/preferences',
  summary: 'Keep your preferences',
  description: 'All of them, in the place of those before. They are yours alone, so no version is asked for.',
  tag: 'Preferences',
  permission: 'own.keep',
  ifMatch: false,
  body: preferencesToKeep,
  answer: preferences,
  handler: ({ context, body }) => keep(context, body),
});
