import { LambdaClient } from '@aws-sdk/client-lambda';
import { describeError, type ErrorDescription } from '../errors/describe-error.ts';
import { mapWithConcurrency } from '../pools/map-with-concurrency.ts';
import { resolveRegion } from '../service/choose-aws.ts';
import { findServiceIn } from '../service/find-service.ts';
import { type OpenService, openDeployed } from '../service/open-service.ts';
import { checkProfileExists } from '../service/profiles.ts';
import { showProgress } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { pluralize } from '../terminal/text.ts';
import { type AccountTarget, selectionOf } from './account-target.ts';
import { createAccess } from './credentials.ts';

/** The result of reading one target, or the reason why it was not read. */
export type TargetRead<T> =
  | {
      readonly kind: 'Read';
      readonly target: AccountTarget;
      readonly service: OpenService;
      readonly value: T;
    }
  /** The target does not have the pools that the command names. */
  | { readonly kind: 'Absent'; readonly target: AccountTarget; readonly service: OpenService }
  | {
      readonly kind: 'Failed';
      readonly target: AccountTarget;
      /** Undefined if the service was not found. */
      readonly service?: OpenService;
      readonly error: Pick<ErrorDescription, 'message'>;
    };

/** Each target has its own quotas. The limit is for this machine and its network. */
const MAX_CONCURRENT_TARGETS = 5;

/**
 * Finds the service of each target and reads it, up to five at the same time. Returns a result for each target, in their order:
 * a target that fails does not end the others. After Ctrl-C, no further target is started.
 *
 * @param read returns undefined if the target does not have the named pools. It gets a terminal that shows no progress and
 * names the target in its messages
 */
export async function readTargets<T>(
  terminal: Terminal,
  targets: readonly AccountTarget[],
  read: (terminal: Terminal, service: OpenService) => Promise<T | undefined>,
): Promise<readonly TargetRead<T>[]> {
  const progress = showProgress(terminal, 'Reading targets', targets.length);
  const accessOf = createAccess();
  const each = <A extends AccountTarget, R>(
    items: readonly A[],
    work: (target: A) => Promise<R>,
  ): Promise<readonly R[]> => mapWithConcurrency(MAX_CONCURRENT_TARGETS, items, terminal.interrupted, work);
  try {
    const opened = withoutRepeated(
      await each(targets, (target) =>
        attempt({ target }, async () => ({ target, service: await open(target, accessOf) })),
      ),
    );
    const done = new Map<string, TargetRead<T>>();
    for (const one of opened) if ('error' in one) done.set(one.target.name, one);
    const found = opened.flatMap((one) => ('error' in one ? [] : [{ ...one.target, service: one.service }]));
    await each(found, async ({ service, ...target }) => {
      const result = await attempt({ target, service }, async (): Promise<TargetRead<T>> => {
        const value = await read(quietTerminal(terminal, target.name), service);
        return value === undefined
          ? { kind: 'Absent', target, service }
          : { kind: 'Read', target, service, value };
      });
      done.set(target.name, result);
      progress.step();
    });
    return targets.map(
      (target) => done.get(target.name) ?? { kind: 'Failed', target, error: { message: 'Interrupted.' } },
    );
  } finally {
    progress.end();
    if (terminal.interrupted.aborted)
      terminal.info(`Interrupted: not all of ${pluralize(targets.length, 'target')} were read completely.`);
  }
}

type Opened = { readonly target: AccountTarget; readonly service: OpenService };
type Failed = Extract<TargetRead<never>, { kind: 'Failed' }>;

const open = async (
  target: AccountTarget,
  accessOf: ReturnType<typeof createAccess>,
): Promise<OpenService> => {
  if (target.profile !== undefined) checkProfileExists({ ...process.env, AWS_PROFILE: target.profile });
  const given = target.region ?? (await regionOf(target));
  const access = { ...(await accessOf(target)), ...(given !== undefined && { region: given }) };
  const deployed = await findServiceIn(access, target.stage);
  const { region } = deployed.settings;
  return openDeployed(deployed, selectionOf({ ...target, region }));
};

/** Returns the Region of the profile. */
const regionOf = async ({ profile }: AccountTarget): Promise<string | undefined> =>
  profile === undefined ? undefined : resolveRegion(new LambdaClient({ profile }).config.region);

async function attempt<R>(
  { target, service }: { readonly target: AccountTarget; readonly service?: OpenService },
  work: () => Promise<R>,
): Promise<R | Failed> {
  try {
    return await work();
  } catch (error) {
    const env = target.profile === undefined ? process.env : { ...process.env, AWS_PROFILE: target.profile };
    return { kind: 'Failed', target, ...(service && { service }), error: describeError(error, env) };
  }
}

/** A second target of the same account and Region fails: each of its pools would count twice. */
function withoutRepeated(opened: readonly (Opened | Failed)[]): readonly (Opened | Failed)[] {
  const seen = new Map<string, string>();
  return opened.map((one) => {
    if ('error' in one) return one;
    const { account, region } = one.service.settings;
    const first = seen.get(`${account}/${region}`);
    seen.set(`${account}/${region}`, first ?? one.target.name);
    if (first === undefined) return one;
    const message = `This is account ${account} in ${region}, which the target ${first} already is.`;
    return { kind: 'Failed', target: one.target, error: { message } };
  });
}

/** Several targets cannot show a progress bar at the same time. */
const quietTerminal = (terminal: Terminal, name: string): Terminal => ({
  ...terminal,
  isLive: false,
  info: (text, hang) => terminal.info(`${name}: ${text}`, hang),
});
