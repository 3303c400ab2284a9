// The chapters of the API, and how its endpoints are asked.

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The chapters of the reference, in their order. */
export const tags = [
  'Session',
  'Account',
  'Search',
  'Live',
  'History',
  'Preferences',
  'Firm',
  'People',
  'API keys',
  'Clients',
  'Staff',
  'Tasks',
  'Jobs',
  'Rates',
  'Time',
  'Costs',
  'Attachments',
  'WIP',
  'Quotes',
  'Invoices',
  'Payments',
  'Billing runs',
  'Billing settings',
  'Mail',
  'Ledger',
  'Periods',
  'Reports',
  'Imports',
  'Operator',
] as const;

export type Tag = (typeof tags)[number];
