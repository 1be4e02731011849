import { setTimeout as sleep } from 'node:timers/promises';
import { SQSClient } from '@aws-sdk/client-sqs';
import { sqsQueue } from '../../../lib/aws/queue.ts';
import { requestHandler } from '../../../lib/aws/timeouts.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { atMost } from '../../pools/map-with-concurrency.ts';
import { type Look, look } from '../../pools/plan-pool.ts';
import { LOOK_CAUSE, readFleet, readTarget, type Target } from '../../pools/targets.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { jsonText } from '../../terminal/json.ts';
import type { Format } from '../../terminal/output-format.ts';
import { showProgress } from '../../terminal/progress.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { syncText } from './render.ts';
import { isSettling, resultOf, type SyncResult, stillWaiting } from './result.ts';

export interface SyncOptions extends ServiceOptions {
  readonly output: Format;
  /** Seconds. */
  readonly timeout: number;
}

const AT_ONCE = 25;
const POLL_MS = 250;
/** SQS takes ten at once; a page of messages, so that Ctrl-C finds an end. */
const PAGE = 10;

/** `clr sync`: asks the service to look now, and waits for what comes of it. */
export async function runSync(
  terminal: Terminal,
  pools: readonly string[],
  options: SyncOptions,
): Promise<ExitCode> {
  const service = await openService(options);
  const targets =
    pools.length === 0
      ? (await readFleet(service, terminal)).targets
      : await Promise.all(pools.map((pool) => readTarget(service, pool)));
  const planning = showProgress(terminal, 'reading pools', targets.length);
  const looks = await atMost(AT_ONCE, targets, terminal.interrupted, async (target) => {
    const seen = await look(service, target.userPoolId, target.stored, LOOK_CAUSE);
    planning.step();
    return { target, seen };
  });
  planning.end();
  const asked = await ask(
    terminal,
    service,
    looks.map(({ target }) => target),
    pools.length > 0,
  );
  const wanted = new Set(asked);
  const deadline = terminal.now().getTime() + options.timeout * 1000;
  const waiting = showProgress(terminal, 'waiting for the service', asked.length);
  const results = await atMost(
    AT_ONCE,
    looks.filter(({ target }) => wanted.has(target.userPoolId)),
    terminal.interrupted,
    async ({ target, seen }) => {
      const result = await settled(terminal, service, target, seen, deadline);
      waiting.step();
      return result;
    },
  );
  waiting.end();
  if (terminal.interrupted.aborted)
    terminal.talk(
      `stopped: the service was asked for ${asked.length} of ${targets.length} pools and goes on by itself`,
    );
  if (options.output === 'json') terminal.data(jsonText('Sync', { pools: results }));
  // Stopped before the first outcome, there is no summary to give.
  else if (results.length > 0 || !terminal.interrupted.aborted) terminal.data(syncText(results, terminal));
  return results.some(({ failed }) => failed) ? EXIT.somePoolsFailed : EXIT.fine;
}

/** Named pools go before upkeep, as a person's edit; a whole fleet does not. */
async function ask(
  terminal: Terminal,
  { deployed }: OpenService,
  targets: readonly Target[],
  named: boolean,
): Promise<readonly string[]> {
  const urls = { edits: deployed.editsQueueUrl, upkeep: deployed.upkeepQueueUrl };
  const queue = sqsQueue(new SQSClient({ requestHandler }), urls);
  const asked: string[] = [];
  for (let at = 0; at < targets.length && !terminal.interrupted.aborted; at += PAGE) {
    const page = targets.slice(at, at + PAGE).map(({ userPoolId }) => userPoolId);
    await queue.sendOwn(
      named ? 'edits' : 'upkeep',
      page.map((UserPoolId) => ({ Kind: 'Recheck', UserPoolId })),
    );
    asked.push(...page);
  }
  return asked;
}

/** A pool with nothing to do leaves no trace of having been looked at: the plan itself is the answer. */
async function settled(
  terminal: Terminal,
  service: OpenService,
  { userPoolId, stored }: Target,
  first: Look,
  deadline: number,
): Promise<SyncResult> {
  if (!isSettling(first)) return resultOf(first, first.recorded);
  for (;;) {
    const recorded = await service.records.read(userPoolId);
    const isNew = recorded !== undefined && recorded.Revision > (first.recorded?.Revision ?? 0);
    if (isNew && recorded.Intent === undefined) return resultOf(first, recorded);
    if (terminal.now().getTime() > deadline || terminal.interrupted.aborted)
      return stillWaiting(first, recorded, stored !== undefined);
    await sleep(POLL_MS, undefined, { signal: terminal.interrupted }).catch(() => undefined);
  }
}
