// A place by the address that somebody gave.

import { folderPlace } from './folder-place.ts';
import type { Place } from './place.ts';
import { s3Place, type S3Access } from './s3-place.ts';
import { StartError } from '../start-error.ts';

/** `s3://bucket/folder`, or the path of a folder. */
export function openPlace(target: string, access: S3Access | undefined): Place {
  if (!target.startsWith('s3://')) return folderPlace(target);
  if (access === undefined) {
    throw new StartError(
      'A target in S3 needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and for any store but Amazon AWS_ENDPOINT_URL_S3.',
    );
  }
  return s3Place(target, access);
}
