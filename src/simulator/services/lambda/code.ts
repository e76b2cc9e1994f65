import type { FunctionCode } from '@aws-sdk/client-lambda';
import type { World } from '../../world/world.ts';
import { invalid } from './handlers.ts';

/** The code a request brings, itself or in a bucket. @throws InvalidParameterValueException */
export function codeIn({ s3 }: Pick<World, 's3'>, code: FunctionCode): Uint8Array {
  const { ZipFile, S3Bucket, S3Key, S3ObjectVersion, ImageUri } = code;
  if (ZipFile !== undefined) {
    if (Buffer.from(ZipFile).toString('latin1', 0, 2) !== 'PK')
      throw invalid('Could not unzip uploaded file. Please check your file, then try to upload again.');
    return ZipFile;
  }
  if (ImageUri !== undefined) return Buffer.from(ImageUri);
  if (S3Bucket === undefined || S3Key === undefined)
    throw invalid('Please provide a source for function code.');
  const bucket = s3.buckets.get(S3Bucket);
  if (bucket === undefined) throw refusedBy('NoSuchBucket', 'The specified bucket does not exist');
  const versions = bucket.objects.get(S3Key) ?? [];
  const found =
    S3ObjectVersion === undefined
      ? versions.at(-1)
      : versions.find(({ versionId }) => versionId === S3ObjectVersion);
  if (found?.content === undefined) throw refusedBy('NoSuchKey', 'The specified key does not exist.');
  return found.content.bytes;
}

function refusedBy(code: string, message: string): Error {
  return invalid(`Error occurred while GetObject. S3 Error Code: ${code}. S3 Error Message: ${message}`);
}
