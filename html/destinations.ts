/** The account and Region of a page. Destinations elsewhere are shown with their account and Region. */
export interface Home {
  readonly account: string;
  readonly region: string;
}

export interface ShortDestination {
  /** `Log group`, `Stream`, `Bucket`, or empty if the ARN is of another kind. */
  readonly kind: string;
  readonly name: string;
  /** The account and Region, if they differ from those of the page. */
  readonly place?: string;
}

const KINDS: readonly (readonly [string, RegExp])[] = [
  ['Log group', /^arn:[^:]*:logs:[^:]*:[^:]*:log-group:(.+)$/],
  ['Stream', /^arn:[^:]*:firehose:[^:]*:[^:]*:deliverystream\/(.+)$/],
  ['Bucket', /^arn:[^:]*:s3:::(.+)$/],
];

/** Returns the short form of a destination: its kind and its name. */
export function shortDestination(arn: string, home: Home): ShortDestination {
  if (arn === '') return { kind: '', name: 'no destination' };
  for (const [kind, pattern] of KINDS) {
    const name = pattern.exec(arn)?.[1];
    if (name !== undefined) return { kind, name, ...placeOf(arn, home) };
  }
  return { kind: '', name: arn };
}

/** Returns the short form as text: `Log group /aws/vendedlogs/shop`. */
export function destinationText(arn: string, home: Home): string {
  const { kind, name, place } = shortDestination(arn, home);
  return `${kind === '' ? '' : `${kind} `}${name}${place === undefined ? '' : ` (${place})`}`;
}

function placeOf(arn: string, home: Home): { place?: string } {
  const [, , , region = '', account = ''] = arn.split(':');
  const parts = [
    ...(account === '' || account === home.account ? [] : [account]),
    ...(region === '' || region === home.region ? [] : [region]),
  ];
  return parts.length === 0 ? {} : { place: parts.join(', ') };
}
