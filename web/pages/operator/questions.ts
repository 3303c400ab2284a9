// What the operator's page asks. Its figures change by themselves, so they are asked again every few seconds while somebody
// looks.

import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { z } from 'zod';
import type { availability } from '#contract/operator/availability.ts';
import type { checks } from '#contract/operator/checks.ts';
import type { firmSizes } from '#contract/operator/firms.ts';
import type { incidents } from '#contract/operator/incidents.ts';
import type { installationState, operations, slowStatements } from '#contract/operator/state.ts';
import type { outlook, slowRoutes, utilisation } from '#contract/operator/utilisation.ts';
import { resourceQuery, type ListQuestion } from '../../api/resource.ts';

export type Checks = z.input<typeof checks>;
export type Check = Checks['items'][number];
export type State = z.input<typeof installationState>;
type Operations = z.input<typeof operations>;
export type Operation = Operations['items'][number];
export type OperationKind = Operation['kind'];
export type Utilisation = z.input<typeof utilisation>;
export type Period = Utilisation['items'][number];
export type Outlook = z.input<typeof outlook>;
export type Availability = z.input<typeof availability>;
export type SlowRoutes = z.input<typeof slowRoutes>;
export type SlowStatements = z.input<typeof slowStatements>;
export type FirmSizes = z.input<typeof firmSizes>;
export type Incident = z.input<typeof incidents>['items'][number];

const oftenMs = 5_000;
const minuteMs = 60_000;

const longListMax = 200;
const operationsShown = 30;

function useAsked<T>(path: string, question: ListQuestion, everyMs: number): UseQueryResult<T> {
  return useQuery({
    ...resourceQuery<T>(path, question),
    // Another span is shown when its figures are there; until then those of the last one stand.
    placeholderData: keepPreviousData,
    refetchInterval: everyMs,
  });
}

export const useChecks = () => useAsked<Checks>('/operator/checks', {}, 3 * oftenMs);

export const useInstallation = () => useAsked<State>('/operator/state', {}, oftenMs);

export const useOutlook = () => useAsked<Outlook>('/operator/outlook', {}, 10 * minuteMs);

export const useUtilisation = (hours: number) =>
  useAsked<Utilisation>('/operator/utilisation', { hours }, minuteMs / 2);

export const useSlowRoutes = (hours: number) =>
  useAsked<SlowRoutes>('/operator/slow-routes', { hours, limit: longListMax }, minuteMs);

export const useSlowStatements = () => useAsked<SlowStatements>('/operator/slow-statements', {}, minuteMs);

export const useOperations = (kind: OperationKind) =>
  useAsked<Operations>('/operator/operations', { kind, limit: operationsShown }, 2 * oftenMs);

export const useAvailability = () => useAsked<Availability>('/operator/availability', {}, minuteMs);

export const useIncidents = () => useAsked<{ items: Incident[] }>('/operator/incidents', {}, minuteMs);

export const useFirmSizes = () => useAsked<FirmSizes>('/operator/firms', { limit: longListMax }, minuteMs);
