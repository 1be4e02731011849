import { setTimeout as wait } from 'node:timers/promises';
import type { ContractCase, Expected, Step } from './case.ts';
import { fillPlaceholders, missingPlaceholder, type Names } from './placeholders.ts';
import type { Target, WireResponse } from './target.ts';

/** One run of the suite: its target, the values of the placeholders, and the resources to delete. */
export interface Run {
  readonly target: Target;
  readonly names: Map<string, string>;
  /** The call and body that delete each pool and parameter that the cases created. */
  readonly leftovers: Map<string, Pick<Step, 'call' | 'send'>>;
}

const tiers = { lite: 'LITE', essentials: 'ESSENTIALS', plus: 'PLUS' } as const;

/** Creates the pools that the cases use. On AWS, the destinations come from environment variables. */
export async function openRun(target: Target): Promise<Run> {
  const run: Run = { target, names: new Map(), leftovers: new Map() };
  for (const [name, tier] of Object.entries(tiers)) {
    const addOns = tier === 'PLUS' ? { UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } } : {};
    const response = await send(run, {
      call: 'cognito-idp.CreateUserPool',
      send: { PoolName: `clr-contract-${name}`, UserPoolTier: tier, ...addOns },
    });
    const pool: { UserPool: { Id: string; Arn: string } } = JSON.parse(response.text);
    if (response.status !== 200)
      throw new Error(`Could not create a pool of the tier ${tier}: ${response.text}`);
    run.names.set(name, pool.UserPool.Id);
    const [, partition = '', , region = '', account = ''] = pool.UserPool.Arn.split(':');
    run.names.set('region', region).set('account', account).set('partition', partition);
  }
  run.names.set('missing', `${run.names.get('region')}_contractX`);
  for (const [name, arn] of Object.entries(destinations(run.names)))
    if (arn !== undefined) run.names.set(name, arn);
  return run;
}

function destinations(names: Names): Record<string, string | undefined> {
  const { CONTRACT_LOG_GROUP_ARN, CONTRACT_BUCKET_ARN, CONTRACT_STREAM_ARN } = process.env;
  if (process.env.CONTRACT_TARGET === 'aws')
    return {
      logGroup: CONTRACT_LOG_GROUP_ARN,
      bucket: CONTRACT_BUCKET_ARN,
      stream: CONTRACT_STREAM_ARN,
    };
  const of = (service: string) => `arn:aws:${service}:${names.get('region')}:${names.get('account')}`;
  return {
    logGroup: `${of('logs')}:log-group:/aws/vendedlogs/contract`,
    bucket: 'arn:aws:s3:::contract',
    stream: `${of('firehose')}:deliverystream/contract`,
  };
}

let runs = 0;

/** Runs the steps of a case one after another. Each case has its own parameter path. */
export async function runCase(run: Run, { steps, events }: ContractCase): Promise<void> {
  runs += 1;
  const names = new Map(run.names).set('path', `/clr-contract-${process.pid}/${runs}`);
  const before = run.target.events()?.length ?? 0;
  try {
    for (const step of steps) await runStep(run, step, names);
    if (events !== undefined) await expectEvents(run, before, fillPlaceholders(events, names));
  } finally {
    await deleteLeftovers(run);
  }
}

/** Returns why the case cannot run on this target, or undefined. */
export function skipReason(run: Pick<Run, 'names'>, { steps }: ContractCase): string | undefined {
  return missingPlaceholder(steps, new Map(run.names).set('path', ''));
}

async function runStep(run: Run, step: Step, names: Names): Promise<void> {
  const response = await send(run, { ...step, send: fillPlaceholders(step.send, names) });
  expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  const version = step.call.startsWith('cloudwatch.') ? '1.0' : '1.1';
  expect(response.headers.get('content-type')).toBe(`application/x-amz-json-${version}`);
  expectResponse(response, step.response ?? {}, names);
}

async function send(run: Run, step: Step): Promise<WireResponse> {
  const body = isRaw(step.send) ? step.send.raw : JSON.stringify(step.send);
  const response = await run.target.call(step, body);
  recordLeftover(run, step, response);
  return response;
}

function isRaw(value: unknown): value is { readonly raw: string } {
  return typeof value === 'object' && value !== null && 'raw' in value && typeof value.raw === 'string';
}

function expectResponse(response: WireResponse, expected: Expected, names: Names): void {
  const body: Record<string, unknown> = JSON.parse(response.text);
  if ('shape' in expected) {
    expect(response.status).toBeLessThan(500);
    expect(body.__type).not.toBe('SerializationException');
    expect(String(body.message)).not.toContain('validation error');
  } else if ('error' in expected) {
    const { error, message } = expected;
    expect({ error: String(body.__type).replace(/^.*#/, ''), body }).toMatchObject({ error });
    const text = String(body.message ?? body.Message);
    if (message === null) expect(Object.keys(body)).toEqual(['__type']);
    else if (typeof message === 'string') expect(text).toBe(fillPlaceholders(message, names));
    else if (message !== undefined) expect(text).toContain(fillPlaceholders(message.contains, names));
  } else {
    expect({ status: response.status, body }).toMatchObject({ status: 200 });
    if (expected.body !== undefined)
      expect(sortLogConfigurations(body)).toMatchObject(
        Object(sortLogConfigurations(fillPlaceholders(expected.body, names))),
      );
    expect(Object.keys(body)).toEqual(expect.arrayContaining([...(expected.with ?? [])]));
    for (const name of expected.without ?? [])
      expect([body, ...elementsOf(body)].some((object) => Object.hasOwn(object, name))).toBe(false);
    if (expected.length !== undefined)
      expect(Object(body[expected.length.of]).length).toBeLessThanOrEqual(expected.length.atMost);
  }
}

function elementsOf(body: Record<string, unknown>): readonly object[] {
  return Object.values(body)
    .filter(Array.isArray)
    .flat()
    .filter((element) => typeof element === 'object' && element !== null);
}

/** Sorts log configurations, because their order is not guaranteed: docs/aws-facts.md#entry-order. */
function sortLogConfigurations(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sortLogConfigurations);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === 'LogConfigurations' && Array.isArray(member)
        ? member.toSorted((a, b) => (JSON.stringify(a.EventSource) < JSON.stringify(b.EventSource) ? -1 : 1))
        : sortLogConfigurations(member),
    ]),
  );
}

async function expectEvents(run: Run, before: number, expected: unknown): Promise<void> {
  if (!Array.isArray(expected)) return;
  const since = () => run.target.events()?.slice(before);
  while ((since()?.length ?? expected.length) < expected.length) await wait(1);
  if (since() !== undefined) expect(since()).toMatchObject(expected);
}

function recordLeftover(
  { leftovers }: Run,
  { call, send: sent }: Step,
  { status, text }: WireResponse,
): void {
  if (status !== 200 || typeof sent !== 'object' || sent === null) return;
  if (call === 'cognito-idp.CreateUserPool') {
    const { UserPool }: { UserPool: { Id: string } } = JSON.parse(text);
    leftovers.set(UserPool.Id, { call: 'cognito-idp.DeleteUserPool', send: { UserPoolId: UserPool.Id } });
  }
  if (call === 'ssm.PutParameter' && 'Name' in sent && typeof sent.Name === 'string')
    leftovers.set(sent.Name, { call: 'ssm.DeleteParameter', send: { Name: sent.Name.trim() } });
  if (call.startsWith('ssm.Delete') && 'Name' in sent) leftovers.delete(String(sent.Name));
  if (call === 'cognito-idp.DeleteUserPool' && 'UserPoolId' in sent)
    leftovers.delete(String(sent.UserPoolId));
}

/** Deletes the resources that the cases created. With `all`, deletes the pools of the run too. Prints failures. */
export async function deleteLeftovers(run: Run, all = false): Promise<void> {
  const poolsOfRun = new Set([...Object.keys(tiers)].map((name) => run.names.get(name)));
  for (const [id, { call, send: body }] of run.leftovers) {
    if (poolsOfRun.has(id) && !all) continue;
    if (call === 'cognito-idp.DeleteUserPool') await unprotect(run, body);
    const response = await run.target.call({ call }, JSON.stringify(body));
    run.leftovers.delete(id);
    if (response.status !== 200 && !response.text.includes('NotFound'))
      process.stderr.write(`Could not delete ${id}: ${response.text}\n`);
  }
}

async function unprotect(run: Run, pool: unknown): Promise<void> {
  const body = JSON.stringify({ ...Object(pool), DeletionProtection: 'INACTIVE' });
  await run.target.call({ call: 'cognito-idp.UpdateUserPool' }, body);
}
