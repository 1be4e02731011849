import { setTimeout as wait } from 'node:timers/promises';
import type { ContractCase, Expected, Step } from './case.ts';
import { filled, missingName, type Names } from './placeholders.ts';
import type { Answered, Target } from './target.ts';

/** One run of the suite: its target, what stands there for the cases, and what they leave behind. */
export interface Run {
  readonly target: Target;
  readonly names: Map<string, string>;
  /** Of pools and parameters that cases made, as `call` and body of the deletion. */
  readonly leftovers: Map<string, Pick<Step, 'call' | 'send'>>;
}

const tiers = { lite: 'LITE', essentials: 'ESSENTIALS', plus: 'PLUS' } as const;

/** Makes the pools that the cases speak of. Destinations are the local cloud's own, or those of the environment. */
export async function openRun(target: Target): Promise<Run> {
  const run: Run = { target, names: new Map(), leftovers: new Map() };
  for (const [name, tier] of Object.entries(tiers)) {
    const addOns = tier === 'PLUS' ? { UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } } : {};
    const answer = await send(run, {
      call: 'cognito-idp.CreateUserPool',
      send: { PoolName: `clr-contract-${name}`, UserPoolTier: tier, ...addOns },
    });
    const pool: { UserPool: { Id: string; Arn: string } } = JSON.parse(answer.text);
    if (answer.status !== 200) throw new Error(`no pool of the tier ${tier}: ${answer.text}`);
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

/** The case's steps one after another; parameters stand below a path of their own. */
export async function runCase(run: Run, { steps, events }: ContractCase): Promise<void> {
  runs += 1;
  const names = new Map(run.names).set('path', `/clr-contract-${process.pid}/${runs}`);
  const before = run.target.events()?.length ?? 0;
  try {
    for (const step of steps) await runStep(run, step, names);
    if (events !== undefined) await expectEvents(run, before, filled(events, names));
  } finally {
    await sweepUp(run);
  }
}

/** Why the case cannot be run here, or undefined. */
export function skipReason(run: Pick<Run, 'names'>, { steps }: ContractCase): string | undefined {
  return missingName(steps, new Map(run.names).set('path', ''));
}

async function runStep(run: Run, step: Step, names: Names): Promise<void> {
  const answer = await send(run, { ...step, send: filled(step.send, names) });
  expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  expect(answer.headers.get('content-type')).toBe('application/x-amz-json-1.1');
  expectAnswer(answer, step.answer ?? {}, names);
}

async function send(run: Run, step: Step): Promise<Answered> {
  const body = isRaw(step.send) ? step.send.raw : JSON.stringify(step.send);
  const answer = await run.target.call(step, body);
  noteLeftover(run, step, answer);
  return answer;
}

function isRaw(value: unknown): value is { readonly raw: string } {
  return typeof value === 'object' && value !== null && 'raw' in value && typeof value.raw === 'string';
}

function expectAnswer(answer: Answered, expected: Expected, names: Names): void {
  const body: Record<string, unknown> = JSON.parse(answer.text);
  if ('shape' in expected) {
    expect(answer.status).toBeLessThan(500);
    expect(body.__type).not.toBe('SerializationException');
    expect(String(body.message)).not.toContain('validation error');
  } else if ('error' in expected) {
    const { error, message } = expected;
    expect({ error: String(body.__type).replace(/^.*#/, ''), body }).toMatchObject({ error });
    const text = String(body.message ?? body.Message);
    if (typeof message === 'string') expect(text).toBe(filled(message, names));
    else if (message !== undefined) expect(text).toContain(filled(message.holds, names));
  } else {
    expect({ status: answer.status, body }).toMatchObject({ status: 200 });
    if (expected.body !== undefined)
      expect(inOrder(body)).toMatchObject(Object(inOrder(filled(expected.body, names))));
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

/** The order of log configurations is not guaranteed (AWS facts §1): both sides are put in one. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === 'LogConfigurations' && Array.isArray(member)
        ? member.toSorted((a, b) => (JSON.stringify(a.EventSource) < JSON.stringify(b.EventSource) ? -1 : 1))
        : inOrder(member),
    ]),
  );
}

async function expectEvents(run: Run, before: number, expected: unknown): Promise<void> {
  if (!Array.isArray(expected)) return;
  const since = () => run.target.events()?.slice(before);
  while ((since()?.length ?? expected.length) < expected.length) await wait(1);
  if (since() !== undefined) expect(since()).toMatchObject(expected);
}

function noteLeftover({ leftovers }: Run, { call, send: sent }: Step, { status, text }: Answered): void {
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

/** Deletes what the cases made; with `all`, the pools of the run too. A failed deletion is named. */
export async function sweepUp(run: Run, all = false): Promise<void> {
  const ofRun = new Set([...Object.keys(tiers)].map((name) => run.names.get(name)));
  for (const [id, { call, send: body }] of run.leftovers) {
    if (ofRun.has(id) && !all) continue;
    if (call === 'cognito-idp.DeleteUserPool') await unprotect(run, body);
    const answer = await run.target.call({ call }, JSON.stringify(body));
    run.leftovers.delete(id);
    if (answer.status !== 200 && !answer.text.includes('NotFound'))
      process.stderr.write(`left behind: ${id}: ${answer.text}\n`);
  }
}

async function unprotect(run: Run, pool: unknown): Promise<void> {
  const body = JSON.stringify({ ...Object(pool), DeletionProtection: 'INACTIVE' });
  await run.target.call({ call: 'cognito-idp.UpdateUserPool' }, body);
}
