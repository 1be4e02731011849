import fc from 'fast-check';
import { cognito, wellFormed } from './well-formed.ts';

export interface MangledRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
  /** Bytes that overwrite a part of the whole request. The result may not be valid HTTP. */
  readonly broken?: { readonly at: number; readonly bytes: Uint8Array };
}

const strangeKeys = fc.constantFrom(
  '__proto__',
  'constructor',
  'toString',
  'UserPoolId',
  'Name',
  'length',
  '',
);
const strange = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(1e308, -1, 2 ** 53, 0.1, 'x'.repeat(5000), '{{a}}', '\ud800', '\u0000'),
  fc.dictionary(strangeKeys, fc.jsonValue(), { maxKeys: 2 }),
);

/** Replaces one part of the value, found by `path`. Removes it if `replacement` is undefined. */
function mangled(value: unknown, path: readonly number[], replacement: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined || typeof value !== 'object' || value === null) return replacement;
  const entries = Object.entries(value);
  const chosen = entries[step % Math.max(1, entries.length)];
  if (chosen === undefined) return replacement;
  const changed = entries.map(([name, member]) => [
    name,
    name === chosen[0] ? mangled(member, rest, replacement) : member,
  ]);
  return Array.isArray(value) ? changed.map(([, member]) => member) : Object.fromEntries(changed);
}

const bytesOf = (text: string) => Buffer.from(text);
const bodyOf = (json: fc.Arbitrary<unknown>): fc.Arbitrary<Uint8Array> => {
  const valid = json.map((value) => bytesOf(JSON.stringify(value)));
  const oddShape = fc
    .tuple(json, fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }), fc.option(strange, { nil: undefined }))
    .map(([value, path, replacement]) => bytesOf(JSON.stringify(mangled(value, path, replacement)) ?? ''));
  const oddBytes = fc
    .tuple(valid, fc.nat(400), fc.nat(6), fc.uint8Array({ maxLength: 6 }))
    .map(([bytes, at, length, inserted]) =>
      Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at + length)]),
    );
  const other = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.constantFrom('', 'null', '[]', '{}', `${'['.repeat(20_000)}`, '{"UserPoolId":1e999}').map(bytesOf),
  );
  return fc.oneof(
    { weight: 14, arbitrary: valid },
    { weight: 5, arbitrary: oddShape },
    { weight: 2, arbitrary: oddBytes },
    { weight: 1, arbitrary: other },
  );
};

const authorization =
  'AWS4-HMAC-SHA256 Credential=000000000000/20261123/us-east-1/any/aws4_request, Signature=0';
const headerText = fc.string({ maxLength: 30 }).map((text) => text.replace(/[^\t\x20-\x7e]/g, '~'));
/** Uses only a few accounts and Regions, because each needs its own resources in the cloud. */
const oddAuthorization = fc.oneof(
  headerText,
  fc.constantFrom(
    authorization.replace('us-east-1', 'nowhere'),
    authorization.replace('us-east-1', 'eu-west-1'),
    authorization.replace('000000000000', '111111111111'),
    authorization.replace('000000000000', 'AKIDEXAMPLE'),
    'AWS4-HMAC-SHA256 Credential=////',
  ),
);
const oddTarget = fc.oneof(
  headerText,
  fc.constantFrom(
    'AmazonSSM',
    'AmazonSSM.',
    '.',
    'AmazonSSM.constructor',
    'AmazonSQS.Nope',
    `${cognito}.a.b`,
  ),
);

/** Generates a value in one of twelve cases, otherwise undefined. */
const rarely = (odd: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 11, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: odd });

const serviceRequest = fc.constantFrom(...wellFormed).chain(([target, json]) =>
  fc.record({
    method: fc.constant('POST'),
    path: fc.constant('/'),
    headers: fc
      .tuple(
        rarely(oddTarget),
        rarely(oddAuthorization),
        fc.array(
          fc.tuple(fc.constantFrom('content-encoding', 'x-amz-date', 'content-type', 'x-y'), headerText),
          {
            maxLength: 2,
          },
        ),
      )
      .map(([newTarget, newAuthorization, more]) => [
        ['x-amz-target', newTarget ?? target] as const,
        ['authorization', newAuthorization ?? authorization] as const,
        ...more,
      ]),
    body: bodyOf(json),
  }),
);

const otherPath = fc.record({
  method: fc.constantFrom('GET', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH'),
  path: fc.oneof(
    fc.webPath(),
    fc.constantFrom(
      '/',
      '/health',
      '/_local/pools?account=1',
      '/_local/pools?region=%zz',
      '/_local/calls?x',
      '/_local/metrics',
      '/_local/constructor',
      '/_local/',
      '/2015-03-31/functions/%zz/invocations',
      '//',
    ),
  ),
  headers: fc.constant([['authorization', authorization] as const]),
  body: fc.uint8Array({ maxLength: 50 }),
});

/** Requests for whole buckets. Other S3 requests return 501, so they are not sent. */
const bucket = fc.record({
  method: fc.constantFrom('PUT', 'DELETE', 'HEAD'),
  path: fc.constantFrom('/audit', '/audit/', '/other', '/a_b', '/%zz', '/health', '/constructor'),
  headers: fc.constant([['authorization', authorization.replace('/any/', '/s3/')] as const]),
  body: fc.uint8Array({ maxLength: 50 }),
});

const invocation = fc.record({
  method: fc.constant('POST'),
  path: fc
    .constantFrom('x', '%00', 'a:b:c', '%zz')
    .map((name) => `/2015-03-31/functions/${name}/invocations`),
  headers: fc.tuple(
    fc.constant(['authorization', authorization] as const),
    headerText.map((type) => ['x-amz-invocation-type', type] as const),
  ),
  body: fc.uint8Array({ maxLength: 50 }),
});

const broken = fc
  .tuple(serviceRequest, fc.record({ at: fc.nat(300), bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }) }))
  .map(([request, change]) => ({ ...request, broken: change }));

export const anyRequest: fc.Arbitrary<MangledRequest> = fc.oneof(
  { weight: 40, arbitrary: serviceRequest },
  { weight: 2, arbitrary: otherPath },
  { weight: 1, arbitrary: invocation },
  { weight: 1, arbitrary: bucket },
  { weight: 2, arbitrary: broken },
);

/** Returns the bytes of the request. */
export function bytesOfRequest({ method, path, headers, body, broken: change }: MangledRequest): Buffer {
  const head = [
    `${method} ${path} HTTP/1.1`,
    'host: localhost',
    ...headers.map(([name, value]) => `${name}: ${value}`),
    `content-length: ${body.length}`,
    '',
    '',
  ].join('\r\n');
  const whole = Buffer.concat([Buffer.from(head, 'latin1'), body]);
  if (change === undefined) return whole;
  const { at, bytes } = change;
  return Buffer.concat([whole.subarray(0, at), bytes, whole.subarray(at + bytes.length)]);
}
