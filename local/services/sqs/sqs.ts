import { buildApp } from 'fauxqs';
import { AwsError } from '../../core/aws-error.ts';
import type { ServiceResponse } from '../../core/service-response.ts';
import { errorNameIn } from '../../core/service-response.ts';
import { createSqsAddresses } from './sqs-addresses.ts';
import { createTraceHeaders } from './trace-headers.ts';

export interface EmbeddedSqs {
  /** `body` is the parsed request. A long poll resolves when a message arrives or its time is over. */
  handle(headers: Readonly<Record<string, string>>, body: object): Promise<ServiceResponse>;
  /** Ends all long polls. */
  close(): Promise<void>;
}

/**
 * Starts fauxqs without a port. Each account-region has its own, so that they cannot see the queues of
 * others.
 */
export function createSqs(account: string, region: string, endpoint: string): EmbeddedSqs {
  const app = buildApp({ logger: false, defaultRegion: region });
  const addresses = createSqsAddresses(account, region, endpoint);
  const traceHeaders = createTraceHeaders();
  const forward = async (headers: Readonly<Record<string, string>>, input: object) => {
    const response = await app.inject({
      method: 'POST',
      url: '/',
      headers: {
        // Without a port, so that queue URLs have the form that sqs-addresses.ts expects.
        host: 'localhost',
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': headers['x-amz-target'] ?? '',
        authorization: headers.authorization ?? '',
      },
      payload: JSON.stringify(addresses.toFauxqs(input)),
    });
    // fauxqs does not check types: it fails on a member with a wrong type.
    if (response.statusCode >= 500) throw new AwsError('SerializationException', response.body);
    const body = addresses.toClient(response.body === '' ? {} : response.json());
    const errorName = errorNameIn(body);
    return {
      status: response.statusCode,
      headers: {
        ...(response.headers['x-amzn-query-error'] !== undefined && {
          'x-amzn-query-error': String(response.headers['x-amzn-query-error']),
        }),
      },
      body,
      ...(errorName !== undefined && { errorName }),
    };
  };
  return {
    handle: (headers, input) =>
      traceHeaders.around(
        {
          operation: (headers['x-amz-target'] ?? '').split('.')[1] ?? '',
          header: headers['x-amzn-trace-id'],
          input,
        },
        () => forward(headers, input),
      ),
    close: async () => {
      await app.close();
    },
  };
}
