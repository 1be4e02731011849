import { crc32 } from 'node:zlib';
import type { ServiceResponse } from '../../core/service-response.ts';

/** dynalite accepts and returns only ARNs of the partition `aws`. These ARNs are translated for other partitions. */
export interface TableArns {
  toDynalite(body: Buffer): Buffer;
  /** Corrects the headers that depend on the body. */
  toClient(response: TextResponse): TextResponse;
}

type TextResponse = ServiceResponse & { readonly body: string };

export function createTableArns(partition: string): TableArns {
  if (partition === 'aws') return { toDynalite: (body) => body, toClient: (response) => response };
  const inward = new RegExp(`("ResourceArn"\\s*:\\s*"arn:)${partition}(?=:dynamodb:)`, 'g');
  // The values of items are objects such as {"S":"…"}, so no member of an item matches.
  const outward = /("(?:TableArn|IndexArn)"\s*:\s*"arn:)aws(?=:dynamodb:)/g;
  return {
    toDynalite: (body) => Buffer.from(body.toString().replaceAll(inward, '$1aws')),
    toClient(response) {
      const body = response.body.replaceAll(outward, `$1${partition}`);
      if (body === response.body) return response;
      const headers = {
        ...response.headers,
        'content-length': String(Buffer.byteLength(body)),
        'x-amz-crc32': String(crc32(body)),
      };
      return { ...response, headers, body };
    },
  };
}
