import { useFormats } from '../util/firm-context.ts';

/** A civil date, or nothing. */
export function Day({ of }: { of: string | null }) {
  const formats = useFormats();
  return of === null ? null : <time dateTime={of}>{formats.date(of)}</time>;
}
