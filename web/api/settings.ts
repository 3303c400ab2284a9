// The settings of the firm as the API has them. All of them are asked again when a colleague changes any.

import type { z } from 'zod';
import type { apiKey, apiKeys, madeApiKey } from '#contract/api-keys/api-keys.ts';
import type { mailText, mailTexts } from '#contract/billing-settings/mail-texts.ts';
import type { series, seriesList } from '#contract/billing-settings/number-series.ts';
import type { billingSettings } from '#contract/billing-settings/settings.ts';
import type { tax, taxes } from '#contract/billing-settings/taxes.ts';
import type { template, templateList } from '#contract/billing-settings/templates.ts';
import type { firm, locks } from '#contract/firms/firms.ts';
import type { jobState, jobStates, reason, reasons } from '#contract/firms/lists.ts';
import type { invitation, member, members } from '#contract/people/members.ts';
import type { rolesRead } from '#contract/people/roles.ts';
import { resourceQuery } from './resource.ts';

export type Firm = z.input<typeof firm>;
export type Locks = z.input<typeof locks>;
export type Member = z.input<typeof member>;
export type Invitation = z.input<typeof invitation>;
export type Role = Member['role'];
export type JobState = z.input<typeof jobState>;
export type Reason = z.input<typeof reason>;
export type BillingSettings = z.input<typeof billingSettings>;
export type Tax = z.input<typeof tax>;
export type Series = z.input<typeof series>;
export type Template = z.input<typeof template>;
export type MailText = z.input<typeof mailText>;
export type ApiKey = z.input<typeof apiKey>;
export type MadeApiKey = z.input<typeof madeApiKey>;

const withSettings = { changesWith: ['settings'] };

export const firmQuery = () => resourceQuery<Firm>('/firm', {}, withSettings);
export const locksQuery = () => resourceQuery<Locks>('/firm/locks', {}, withSettings);
export const membersQuery = () => resourceQuery<z.input<typeof members>>('/members', {}, withSettings);
export const rolesQuery = () => resourceQuery<z.input<typeof rolesRead>>('/roles', {}, withSettings);
export const jobStatesQuery = () => resourceQuery<z.input<typeof jobStates>>('/job-states', {}, withSettings);
export const reasonsQuery = () =>
  resourceQuery<z.input<typeof reasons>>('/adjustment-reasons', {}, withSettings);
export const billingSettingsQuery = () =>
  resourceQuery<BillingSettings>('/billing-settings', {}, withSettings);
export const taxesQuery = () => resourceQuery<z.input<typeof taxes>>('/taxes', {}, withSettings);
export const seriesQuery = () =>
  resourceQuery<z.input<typeof seriesList>>('/number-series', {}, withSettings);
export const templatesQuery = () =>
  resourceQuery<z.input<typeof templateList>>('/document-templates', {}, withSettings);
export const mailTextsQuery = () => resourceQuery<z.input<typeof mailTexts>>('/mail-texts', {}, withSettings);
export const apiKeysQuery = () => resourceQuery<z.input<typeof apiKeys>>('/api-keys', {}, withSettings);
