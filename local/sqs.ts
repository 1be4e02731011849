import { buildApp } from 'fauxqs';
import { type Answer, AwsError } from './http/answer.ts';
import { createSqsAddresses } from './sqs-addresses.ts';

export interface CellSqs {
  /** `body` is the parsed request. A long poll is answered when a message comes or its time is over. */
  answer(headers: Readonly<Record<string, string>>, body: object): Promise<Answer>;
  /** Ends every long poll. */
  close(): Promise<void>;
}

/** fauxqs without a port of its own: one for each cell, so that cells cannot see each other's queues. */
export function createSqs(account: string, region: string, endpoint: string): CellSqs {
  const app = buildApp({ logger: false, defaultRegion: region });
  const addresses = createSqsAddresses(account, region, endpoint);
  return {
    async answer(headers, body) {
      const response = await app.inject({
        method: 'POST',
        url: '/',
        headers: {
          // Without a port, so that the queue URLs it makes are those sqs-addresses.ts expects.
          host: 'localhost',
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': headers['x-amz-target'] ?? '',
          authorization: headers.authorization ?? '',
        },
        payload: JSON.stringify(addresses.toFauxqs(body)),
      });
      // fauxqs checks no types: what it stumbles over is a member of the wrong one.
      if (response.statusCode >= 500) throw new AwsError('SerializationException', response.body);
      return {
        status: response.statusCode,
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'x-amzn-requestid': String(response.headers['x-amz-request-id']),
          ...(response.headers['x-amzn-query-error'] !== undefined && {
            'x-amzn-query-error': String(response.headers['x-amzn-query-error']),
          }),
        },
        body: JSON.stringify(addresses.toClient(response.body === '' ? {} : response.json())),
      };
    },
    close: async () => {
      await app.close();
    },
  };
}
