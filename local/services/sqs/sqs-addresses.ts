import { partitionOf } from '../../core/partition.ts';

/**
 * fauxqs knows only the account 000000000000, and queue URLs at `sqs.<region>.localhost`. Addresses are
 * translated between a client and fauxqs, in the members that contain addresses and never in a message.
 */

/** The addresses of one account-region, as its clients see them. */
export interface SqsAddresses {
  /** Any host is accepted: only the last two segments of a QueueUrl count. */
  toFauxqs(body: object): object;
  toClient(body: object): object;
}

const FAUXQS_ACCOUNT = '000000000000';

export function createSqsAddresses(account: string, region: string, endpoint: string): SqsAddresses {
  const inner = `http://sqs.${region}.localhost/${FAUXQS_ACCOUNT}/`;
  const outer = `${endpoint}/${account}/`;
  const innerArn = `arn:aws:sqs:${region}:${FAUXQS_ACCOUNT}:`;
  const outerArn = `arn:${partitionOf(region)}:sqs:${region}:${account}:`;
  const foreign = `http://sqs.${region}.localhost/elsewhere/`;

  const urlInward = (url: string) => {
    const [, owner, name = ''] = /\/(\d+)\/([^/]+)\/?$/.exec(url) ?? [];
    return (owner === account ? inner : foreign) + name;
  };
  return {
    toFauxqs: (body) =>
      mapMembers(body, {
        QueueUrl: (url) => (typeof url === 'string' ? urlInward(url) : url),
        Attributes: (attributes) => replaceIn(attributes, ['RedrivePolicy', 'Policy'], outerArn, innerArn),
      }),
    toClient: (body) =>
      mapMembers(body, {
        QueueUrl: (url) => replaceStart(url, inner, outer),
        QueueUrls: (urls) =>
          Array.isArray(urls) ? urls.map((url) => replaceStart(url, inner, outer)) : urls,
        Attributes: (attributes) =>
          replaceIn(attributes, ['QueueArn', 'RedrivePolicy', 'Policy'], innerArn, outerArn),
        Messages: (messages) =>
          Array.isArray(messages) ? messages.map((message) => withSender(message, account)) : messages,
      }),
  };
}

function withSender(message: unknown, account: string): unknown {
  return mapIfObject(message, {
    Attributes: (attributes) => replaceIn(attributes, ['SenderId'], FAUXQS_ACCOUNT, account),
  });
}

type Changes = Readonly<Record<string, (value: unknown) => unknown>>;

const mapMembers = (body: object, changes: Changes): object =>
  Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      Object.hasOwn(changes, name) ? (changes[name]?.(value) ?? value) : value,
    ]),
  );

/** Returns anything that is not an object unchanged. */
const mapIfObject = (value: unknown, changes: Changes): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? mapMembers(value, changes) : value;

function replaceIn(attributes: unknown, names: readonly string[], from: string, to: string): unknown {
  const replace = (value: unknown) => (typeof value === 'string' ? value.replaceAll(from, to) : value);
  return mapIfObject(attributes, Object.fromEntries(names.map((name) => [name, replace])));
}

function replaceStart(value: unknown, from: string, to: string): unknown {
  return typeof value === 'string' && value.startsWith(from) ? to + value.slice(from.length) : value;
}
