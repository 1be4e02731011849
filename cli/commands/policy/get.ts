import type { ExitCode } from '../../errors/exit-codes.ts';
import type { GetFormat } from '../../parameters/get-formats.ts';
import { showParameter } from '../../parameters/show-parameter.ts';
import { policyParameter } from '../../parameters/subject.ts';
import { noPolicyError } from '../../policies/no-policy.ts';
import { checkPolicyName } from '../../policies/policy-file.ts';
import { openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import type { Terminal } from '../../terminal/terminal.ts';

export interface PolicyGetOptions extends ServiceOptions {
  readonly output: GetFormat;
  readonly version?: number;
}

/** Runs `clr policy get`: prints a policy, or an earlier version of it. `clr policy put` accepts the output, except JSON. */
export async function runPolicyGet(
  terminal: Terminal,
  name: string,
  { output, version, ...options }: PolicyGetOptions,
): Promise<ExitCode> {
  checkPolicyName(name);
  const service = await openService(options);
  return showParameter(terminal, service, policyParameter(service.settings, name), {
    output,
    version,
    missing: (wanted) => noPolicyError(service, name, wanted),
  });
}
