import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { fetchFile } from '../../api/client.ts';
import { currentFirmId } from '../../api/firm.ts';

/** A file of the API as an address that a picture can show. `version` asks for it anew. */
export function useFile(path: string, version: number, enabled: boolean) {
  const { data } = useQuery({
    queryKey: ['document-templates', currentFirmId(), path, version],
    queryFn: () => fetchFile(path, {}),
    enabled,
    staleTime: 60_000,
  });
  const blob = data?.blob;
  const href = useMemo(() => (blob === undefined ? undefined : URL.createObjectURL(blob)), [blob]);
  useEffect(() => () => (href === undefined ? undefined : URL.revokeObjectURL(href)), [href]);
  return href;
}
