import { useQuery } from '@tanstack/react-query';
import { resourceQuery } from '../api/resource.ts';

type KnownTexts = { items: { name: string }[] };

/** The texts that records already have in one field, such as the categories of jobs; asked for when they are wanted. */
export function useKnownTexts(path: string, asks: boolean) {
  return useQuery({ ...resourceQuery<KnownTexts>(path, {}, { staleMs: 30_000 }), enabled: asks });
}
