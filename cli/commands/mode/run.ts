import type { ExitCode } from '../../errors/exit-codes.ts';
import { poolParameter } from '../../parameters/subject.ts';
import { type WriteOptions, writeParameter } from '../../parameters/write-parameter.ts';
import { endWrite } from '../../parameters/write-result.ts';
import { checkChoice, checkOnlyOne, choosePools } from '../../pools/choose-pools.ts';
import type { PoolFilters } from '../../pools/pool-filters.ts';
import type { PoolSelector } from '../../pools/select-pools.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import type { ModeName } from './modes.ts';
import { readModeChange } from './new-text.ts';
import { sayObserving } from './say-observing.ts';
import { setModes } from './several.ts';

export interface ModeOptions extends WriteOptions, PoolFilters {}

/** Runs `clr mode`: sets only the Mode in the parameters. The rest of the text is unchanged. */
export async function runMode(
  terminal: Terminal,
  selectors: readonly PoolSelector[],
  mode: ModeName,
  options: ModeOptions,
): Promise<ExitCode> {
  checkChoice(selectors, options);
  const service = await openService(options);
  const chosen = await choosePools(service, selectors, options);
  if (chosen.kind === 'One') return setMode(terminal, service, chosen.userPoolId, mode, options);
  checkOnlyOne({ '--if-version': options.ifVersion }, chosen.userPoolIds.length);
  return setModes(terminal, service, chosen.userPoolIds, mode, options);
}

async function setMode(
  terminal: Terminal,
  service: OpenService,
  userPoolId: string,
  mode: ModeName,
  options: WriteOptions,
): Promise<ExitCode> {
  const { before, text } = await readModeChange(service, userPoolId, mode);
  sayObserving(terminal, service, mode);
  const result = await writeParameter(terminal, {
    service,
    subject: poolParameter(service.settings, userPoolId),
    before,
    base: options.ifVersion === undefined ? undefined : { version: options.ifVersion },
    text,
    yes: options.yes,
    command: `clr mode ${userPoolId} ${mode}`,
  });
  return endWrite(terminal, service.settings, options.output, result);
}
