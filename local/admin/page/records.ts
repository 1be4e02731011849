import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { z } from 'zod';
import { observedSide } from '../../../html/configuration.ts';
import type { FindingView, HistoryEntry, RecordedView } from '../../../html/pool-view.ts';
import type { LocalAccountRegion } from '../../account-regions/local-account-region.ts';

const actor = z.looseObject({ Arn: z.string(), At: z.string(), EventName: z.string() });
const entries = z.array(z.unknown());

const status = z.looseObject({ Outcome: z.string(), Reasons: z.array(z.string()), Since: z.string() });
const source = z.looseObject({
  Owner: z.looseObject({ Kind: z.string(), Name: z.string().optional() }).optional(),
  Desired: z.looseObject({ LogConfigurations: entries }).optional(),
});

/** The members of a record that the page shows. The page knows nothing else about records. */
const item = z.looseObject({
  Id: z.string(),
  Status: status,
  /** The status of a pool whose event sources have different owners. */
  SourcesStatus: status.optional(),
  Sources: z.record(z.string(), source).optional(),
  DriftCount: z.number().default(0),
  LastAppliedAt: z.string().optional(),
  LastApplied: entries.optional(),
  Finding: z.looseObject({ Problem: z.string(), Since: z.string() }).optional(),
  Contest: z.looseObject({ Writer: actor.optional() }).optional(),
  Transitions: z
    .array(
      z.looseObject({
        At: z.string(),
        To: z.string(),
        Reasons: z.array(z.string()),
        Actor: actor.optional(),
      }),
    )
    .default([]),
});
const findingsItem = z.looseObject({
  Findings: z.array(z.looseObject({ Arn: z.string(), Problem: z.string(), Since: z.string() })),
});

/** The record of a pool, and its history. */
export interface PoolRecordView {
  readonly recorded: RecordedView;
  readonly history: readonly HistoryEntry[];
  /** Set if the event sources of the pool have different owners. */
  readonly sources?: readonly RecordedSource[];
}

/** An event source in a record: its owner, and the entries that apply to it. */
export interface RecordedSource {
  readonly eventSource: string;
  /** Undefined without an owner. */
  readonly owner: string | undefined;
  readonly entries: readonly unknown[];
}

type Item = Record<string, AttributeValue>;
type Findings = ReadonlyMap<string, FindingView>;
const responseSchema = z.object({ Responses: z.record(z.string(), z.array(z.custom<Item>(isObject))) });

/** The limit of one BatchGetItem call. */
const MAX_BATCH_GET_KEYS = 100;

/**
 * Returns the service's records of these pools by pool ID. The map is empty when the account-region has no
 * stack.
 */
export async function recordsOf(
  accountRegion: LocalAccountRegion,
  poolIds: readonly string[],
): Promise<ReadonlyMap<string, PoolRecordView>> {
  const table = accountRegion.stack()?.tableNames[0];
  const found = new Map<string, PoolRecordView>();
  if (table === undefined || poolIds.length === 0) return found;
  const findings = findingsIn(await batch(accountRegion, table, ['findings']));
  for (let first = 0; first < poolIds.length; first += MAX_BATCH_GET_KEYS) {
    const keys = poolIds.slice(first, first + MAX_BATCH_GET_KEYS).map((id) => `pool#${id}`);
    for (const raw of await batch(accountRegion, table, keys)) {
      const read = item.safeParse(unmarshall(raw));
      if (read.success) found.set(read.data.Id.replace('pool#', ''), viewOf(read.data, findings));
    }
  }
  return found;
}

function findingsIn(items: readonly Item[]): Findings {
  const read = items.map((raw) => findingsItem.safeParse(unmarshall(raw)));
  return new Map(
    read.flatMap(({ data }) =>
      (data?.Findings ?? []).map(
        ({ Arn, Problem, Since }) => [Arn, { problem: Problem, since: Since, destination: Arn }] as const,
      ),
    ),
  );
}

function viewOf(record: z.output<typeof item>, findings: Findings): PoolRecordView {
  const { DriftCount, LastAppliedAt, LastApplied = [], Finding, Contest, Transitions, Sources } = record;
  const Status = record.SourcesStatus ?? record.Status;
  const isSettled = ['InSync', 'Applied', 'Repaired'].includes(Status.Outcome);
  const destinations = isSettled ? observedSide(LastApplied).entries.map(({ arn }) => arn) : [];
  return {
    recorded: {
      outcome: Status.Outcome,
      reasons: Status.Reasons,
      since: Status.Since,
      driftCount: DriftCount,
      findings: [
        ...(Finding ? [{ problem: Finding.Problem, since: Finding.Since }] : []),
        ...destinations.flatMap((arn) => findings.get(arn) ?? []),
      ],
      ...(LastAppliedAt !== undefined && { appliedAt: LastAppliedAt }),
      ...(Contest?.Writer && { otherWriter: Contest.Writer.Arn }),
    },
    ...(Sources && { sources: Object.entries(Sources).map(sourceOf) }),
    history: Transitions.flatMap(({ At, To, Reasons, Actor }): HistoryEntry[] => [
      ...(Actor
        ? [{ at: Actor.At, kind: 'writer' as const, title: Actor.EventName, by: Actor.Arn, lines: [] }]
        : []),
      { at: At, kind: 'outcome', title: To, outcome: To, lines: Reasons },
    ]).toReversed(),
  };
}

function sourceOf([eventSource, { Owner, Desired }]: [string, z.output<typeof source>]): RecordedSource {
  const owner = Owner?.Kind === 'Policy' ? `policy ${Owner.Name}` : Owner && 'parameter';
  return { eventSource, owner, entries: Desired?.LogConfigurations ?? [] };
}

async function batch(
  accountRegion: LocalAccountRegion,
  table: string,
  ids: readonly string[],
): Promise<readonly Item[]> {
  const Keys = ids.map((id) => ({ Id: { S: id } }));
  const { status, body } = await accountRegion.dynamodb.handle(
    {
      'x-amz-target': 'DynamoDB_20120810.BatchGetItem',
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-date': '20260101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=page/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=none',
    },
    Buffer.from(JSON.stringify({ RequestItems: { [table]: { Keys } } })),
  );
  return status === 200 ? (responseSchema.parse(JSON.parse(String(body))).Responses[table] ?? []) : [];
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
