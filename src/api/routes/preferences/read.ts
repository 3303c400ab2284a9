import { getPreferences } from '#actions/preferences/preferences.ts';
import { preferences } from '#contract/preferences/preferences.ts';
import { route } from '../../route.ts';

export const readPreferences = route({
  method: 'GET',
  path: '/preferences',
  summary: 'Read your preferences',
  tag: 'Preferences',
  permission: 'firm.read',
  answer: preferences,
  handler: ({ context }) => getPreferences(context),
});
