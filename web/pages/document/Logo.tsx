import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { fetchFile } from '../../api/client.ts';
import { currentFirmId } from '../../api/firm.ts';
import classes from './printed.module.css';

type LogoProps = { templateId: string | null; lookId: string | null };

/** The logo of what was issued, or of the template of a draft. */
export function Logo({ templateId, lookId }: LogoProps) {
  const path =
    lookId !== null ? `/document-looks/${lookId}/logo` : `/document-templates/${templateId ?? ''}/logo`;
  const { data } = useQuery({
    queryKey: ['document-templates', currentFirmId(), path],
    queryFn: () =>
      fetchFile(path, {}).then(
        ({ blob }) => blob,
        () => null,
      ),
    enabled: lookId !== null || templateId !== null,
    staleTime: Infinity,
    retry: false,
  });
  const url = useMemo(() => (data ? URL.createObjectURL(data) : null), [data]);
  useEffect(
    () => () => {
      if (url !== null) URL.revokeObjectURL(url);
    },
    [url],
  );
  return url === null ? null : <img className={classes.logo} src={url} alt="" />;
}
