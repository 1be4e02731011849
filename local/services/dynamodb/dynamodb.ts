import { Readable } from 'node:stream';
import dynalite from 'dynalite';
import { partitionOf } from '../../core/partition.ts';
import type { ServiceResponse } from '../../core/service-response.ts';
import { createTableArns } from './table-arns.ts';

export interface EmbeddedDynamoDb {
  handle(headers: Readonly<Record<string, string>>, body: Buffer): Promise<ServiceResponse>;
}

/**
 * Calls dynalite's request listener directly, without a port. Its tables are in memory, so nothing needs to
 * be closed.
 */
export function createDynamoDb(account: string, region: string): EmbeddedDynamoDb {
  const server = inEnvironment({ AWS_ACCOUNT_ID: account, AWS_REGION: region }, () =>
    dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 }),
  );
  const arns = createTableArns(partitionOf(region));
  return {
    handle: (headers, received) =>
      new Promise((resolve) => {
        const body = arns.toDynalite(received);
        const request = Object.assign(Readable.from(body.length === 0 ? [] : [body]), {
          method: 'POST',
          url: '/',
          headers,
        });
        const responseHeaders: Record<string, string> = {};
        server.emit('request', request, {
          statusCode: 200,
          setHeader(name: string, value: unknown) {
            responseHeaders[name.toLowerCase()] = String(value);
          },
          end(text = '') {
            resolve(
              arns.toClient({
                status: this.statusCode,
                headers: responseHeaders,
                body: text,
                ...errorIn(this.statusCode, text),
              }),
            );
          },
        });
      }),
  };
}

/** dynalite reads account and Region for its ARNs from the environment, once, when it is created. */
function inEnvironment<T>(values: Readonly<Record<string, string>>, make: () => T): T {
  const before = Object.keys(values).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, values);
  try {
    return make();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

/** The body stays a text: parsing every response of this busy service would be wasted. */
function errorIn(status: number, body: string): Pick<ServiceResponse, 'errorName'> {
  const type = status < 400 ? undefined : /"__type"\s*:\s*"(?:[^"#]*#)?([^":]*)/.exec(body)?.[1];
  return type === undefined ? {} : { errorName: type };
}
