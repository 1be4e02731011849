import { type ChangeOptions, changePools } from '../../changes/change-pools.ts';
import {
  type PoolChange,
  type PoolResult,
  unchangedResult,
  unwrittenResult,
} from '../../changes/write-pools.ts';
import type { ExitCode } from '../../errors/exit-codes.ts';
import { readEach } from '../../pools/read-each.ts';
import type { OpenService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { pluralize } from '../../terminal/text.ts';
import type { ModeName } from './modes.ts';
import { modeOf, readModeChange } from './new-text.ts';
import { sayObserving } from './say-observing.ts';

/** Sets the Mode of several pools: shows the pools, asks once, and goes on after a failure. */
export async function setModes(
  terminal: Terminal,
  service: OpenService,
  userPoolIds: readonly string[],
  mode: ModeName,
  options: ChangeOptions,
): Promise<ExitCode> {
  const reads = await readEach(terminal, service, userPoolIds, (id) => readModeChange(service, id, mode));
  const read = reads.flatMap((one): readonly PoolChange[] => {
    if (one.kind === 'Failed') return [];
    const { before: stored, text: wanted } = one.value;
    const step = stored.value === wanted ? 'Unchanged' : 'Update';
    return [{ userPoolId: one.userPoolId, step, stored, wanted }];
  });
  const failed = reads.flatMap((one): readonly PoolResult[] =>
    one.kind === 'Failed' ? [unwrittenResult(service, one.userPoolId, 'failed', one.error)] : [],
  );
  const unchanged = read.filter(({ step }) => step === 'Unchanged');
  const changes = read.filter(({ step }) => step === 'Update');
  const pools = pluralize(changes.length, 'pool');
  if (changes.length > 0) sayObserving(terminal, service, mode);
  return changePools(
    terminal,
    service,
    {
      changes: changes.map((change) => ({ ...change, effect: `Mode: ${modeOf(mode)}` })),
      others: [...failed, ...unchanged.map((change) => unchangedResult(service, change))],
      title: `This sets the mode of ${pools}:`,
      question: `Set the mode of ${pools} to ${modeOf(mode)}?`,
      label: 'Writing parameters',
      summary: 'Mode',
    },
    options,
  );
}
