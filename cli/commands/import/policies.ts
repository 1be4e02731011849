import type { LogConfiguration } from '../../../lib/domain/log-configuration.ts';
import { parseParameter } from '../../../lib/domain/parameter/parse.ts';
import type { PolicyVersions } from '../../../lib/domain/rollout/versions.ts';
import { AwsCallError } from '../../../lib/reconcile/errors.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { writeParameterFile } from '../../folder/write-file.ts';
import { type PolicyProposal, proposePolicies } from '../../policies/propose.ts';
import type { KnownPool } from '../../policies/proposed-selection.ts';
import { listPoolNames } from '../../pools/pool-names.ts';
import type { OpenService } from '../../service/open-service.ts';
import { poolsJsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { wrapText } from '../../terminal/wrap.ts';
import type { Adopted } from './adopt.ts';
import { leftText } from './policies-text.ts';
import { type PoolLeft, type ProposedFile, proposalsText } from './render-policies.ts';

interface ProposalOptions {
  /** Whether all pools without a parameter were read, not only given ones. */
  readonly all: boolean;
  readonly out?: string;
  readonly output: OutputFormat;
}

interface ProposalInput {
  readonly adopted: readonly Adopted[];
  /** The policies in Parameter Store. */
  readonly policies: readonly PolicyVersions[];
}

/**
 * Proposes policies for the pools that were read, so that no pool changes. With a folder, it writes each policy to
 * policies/NAME.yaml in it.
 */
export async function proposeImport(
  terminal: Terminal,
  service: OpenService,
  { adopted, policies: stored }: ProposalInput,
  { all: isFleet, out, output }: ProposalOptions,
): Promise<ExitCode> {
  const noGroup = noGroupText(isFleet);
  const { settings } = service;
  const all = await knownPools(terminal, service);
  const known = new Map(all.map((pool) => [pool.userPoolId, pool]));
  const left: PoolLeft[] = [];
  const pools = adopted.flatMap((one) => {
    const { userPoolId } = one;
    const pool = known.get(userPoolId);
    const reason = reasonToLeave(one) ?? (pool ? undefined : 'The pool was created during the import.');
    if (one.kind === 'Ready' && pool && reason === undefined)
      return [{ userPoolId, name: pool.name, entries: entriesOf(service, one) }];
    left.push({
      userPoolId,
      reason: reason ?? noGroup,
      isFailed: one.kind === 'Rejected',
      needsParameter: false,
    });
    return [];
  });
  const taken = stored.map(({ name }) => name);
  const proposed = proposePolicies({ pools, all, taken, settings });
  left.push(
    ...proposed.left.map((userPoolId) => ({
      userPoolId,
      reason: noGroup,
      isFailed: false,
      needsParameter: true,
    })),
  );
  const files = await writeProposals(proposed.policies, out);
  if (output === 'json')
    terminal.print(
      poolsJsonText('PolicyProposals', settings, terminal, {
        policies: files.map(({ name, value, userPoolIds, to }) => ({
          policy: name,
          select: value.Select,
          logConfigurations: value.LogConfigurations,
          userPoolIds,
          to: to ?? null,
        })),
        left: left.map(({ userPoolId, reason, needsParameter }) => ({ userPoolId, reason, needsParameter })),
      }),
      'data',
    );
  else terminal.print(wrapText(proposalsText(files, left, settings), terminal.width));
  return left.some(({ isFailed }) => isFailed) ? EXIT.somePoolsFailed : EXIT.success;
}

/** With names of pools, the configuration of the other pools is not read. */
const noGroupText = (isFleet: boolean): string =>
  isFleet
    ? 'No other pool has the same configuration.'
    : 'None of the other given pools has the same configuration.';

function reasonToLeave(one: Adopted): string | undefined {
  if (one.kind === 'Exists') return 'The pool has a parameter.';
  if (one.kind === 'Rejected') return one.reasons.join(' ');
  // A proposed policy would disagree with an existing one.
  if (one.kind === 'OfPolicies' || one.policies.length > 0) return leftText(one.policies);
  return one.isEmpty ? 'The pool sends no logs.' : undefined;
}

function entriesOf(
  { settings }: OpenService,
  { userPoolId, text }: Extract<Adopted, { kind: 'Ready' }>,
): readonly LogConfiguration[] {
  const parsed = parseParameter({ name: '', type: 'String', value: text }, userPoolId, settings);
  return parsed.kind === 'Valid' ? parsed.state.LogConfigurations : [];
}

/** Lists all pools with their tags. Without the permission to list tags, no policy selects by them. */
async function knownPools(terminal: Terminal, service: OpenService): Promise<readonly KnownPool[]> {
  const names = await listPoolNames(service);
  const tags = await service.taggedPools.list(service.context).catch((error: unknown) => {
    if (!(error instanceof AwsCallError) || error.kind !== 'Permission') throw error;
    terminal.info(`Tags were not read (tag:GetResources: ${error.errorName}). No policy selects by tags.`);
    return new Map<string, Readonly<Record<string, string>>>();
  });
  return [...names].map(([userPoolId, name]) => ({ userPoolId, name, tags: tags.get(userPoolId) ?? {} }));
}

async function writeProposals(
  policies: readonly PolicyProposal[],
  out: string | undefined,
): Promise<readonly ProposedFile[]> {
  if (out === undefined) return policies;
  const files: ProposedFile[] = [];
  for (const policy of policies) {
    const { name, value } = policy;
    const to = await writeParameterFile(out, { kind: 'Policy', name, value: JSON.stringify(value) });
    files.push({ ...policy, to });
  }
  return files;
}
