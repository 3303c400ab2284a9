/** What a firm looks over before its first invoice. */
export const locations = [
  { href: '/settings/time', label: 'How time is rounded' },
  { href: '/settings/numbering', label: 'Where numbers begin' },
  { href: '/settings/templates', label: 'Logo and look of invoices' },
] as const;
