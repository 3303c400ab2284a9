import { useQuery } from '@tanstack/react-query';
import { address, headers, send } from '../../api/client.ts';
import type { Attachment } from '../../api/costs.ts';
import { currentFirmId } from '../../api/firm.ts';
import { thumbnailOf } from './scale.ts';

/** What is in a file, asked as everything is: an address alone would not say of which firm. */
export async function contentOf(file: Attachment): Promise<File> {
  const response = await send(address(`/attachments/${file.id}`), { headers: headers() });
  return new File([await response.blob()], file.fileName, { type: file.mediaType });
}

type Picture = { isSmall?: boolean };

/** The picture of a file, to be shown; undefined until it is here. A file never changes. */
export function usePicture(
  file: Attachment,
  { isSmall = false }: Picture = {},
): { url: string | undefined; error: unknown } {
  const { data: url, error } = useQuery({
    queryKey: ['attachment-content', currentFirmId(), file.id, isSmall],
    queryFn: async () => {
      const content = await contentOf(file);
      return asAddress(isSmall ? await thumbnailOf(content) : content);
    },
    staleTime: Infinity,
    // Large ones go soon after they were looked at.
    gcTime: isSmall ? 300_000 : 10_000,
    enabled: file.mediaType.startsWith('image/'),
  });
  return { url, error };
}

/** The content as an address, which goes when nothing shows it any more. */
function asAddress(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(reader.result as string));
    reader.addEventListener('error', () => reject(new Error('The picture cannot be read')));
    reader.readAsDataURL(file);
  });
}
