// What can be billed, and what was: Estimated Billings, quotes, billing runs, invoices, payments.

import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { wipSearch } from '../pages/wip/search.ts';
import { pageSearch } from '../util/page-search.ts';
import { shellRoute } from './shell.ts';

export const billingRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/wip',
    staticData: { needs: ['wip.read'] },
    validateSearch: wipSearch,
    component: lazyRouteComponent(() => import('../pages/wip/WipPage.tsx'), 'WipPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/wip-actions',
    staticData: { needs: ['wip.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/wip-log/WipActionsPage.tsx'), 'WipActionsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/wip-actions/$wipActionId',
    staticData: { needs: ['wip.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/wip-log/WipActionPage.tsx'), 'WipActionPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/billing-runs',
    staticData: { needs: ['billingRuns.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(
      () => import('../pages/billing-runs/BillingRunsPage.tsx'),
      'BillingRunsPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/billing-runs/$runId',
    staticData: { needs: ['billingRuns.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/billing-run/BillingRunPage.tsx'), 'BillingRunPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/invoices',
    staticData: { needs: ['invoices.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/invoices/InvoicesPage.tsx'), 'InvoicesPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/invoices/new',
    staticData: { needs: ['invoices.draft'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/composer/ComposerPage.tsx'), 'ComposerPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/invoices/$invoiceId',
    staticData: { needs: ['invoices.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/invoice/InvoicePage.tsx'), 'InvoicePage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/credit-notes/$creditNoteId',
    staticData: { needs: ['invoices.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/invoice/CreditNotePage.tsx'), 'CreditNotePage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/payments',
    staticData: { needs: ['invoices.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/payments/PaymentsPage.tsx'), 'PaymentsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/payments/$paymentId',
    staticData: { needs: ['invoices.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/payments/PaymentPage.tsx'), 'PaymentPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/clients/$clientId/account',
    staticData: { needs: ['invoices.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/statements/AccountPage.tsx'), 'AccountPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/mails',
    staticData: { needs: ['invoices.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/mail/MailsPage.tsx'), 'MailsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/quotes',
    staticData: { needs: ['quotes.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/quotes/QuotesPage.tsx'), 'QuotesPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/quotes/new',
    staticData: { needs: ['quotes.edit'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/quote/QuoteEditorPage.tsx'), 'QuoteEditorPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/quotes/$quoteId',
    staticData: { needs: ['quotes.read'] },
    validateSearch: pageSearch,
    component: lazyRouteComponent(() => import('../pages/quote/QuotePage.tsx'), 'QuotePage'),
  }),
] as const;
