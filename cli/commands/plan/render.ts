import { showInvisible } from '../../../lib/domain/invisible.ts';
import { frozenText } from '../../policies/frozen.ts';
import { ownerText } from '../../policies/owner-view.ts';
import type { Collapsed } from '../../pools/collapse.ts';
import { nameAndId } from '../../pools/pool-names.ts';
import { type PoolPlan, writesPool } from '../../pools/pool-plan.ts';
import { differenceLines } from '../../terminal/difference.ts';
import type { TerminalStyle } from '../../terminal/terminal.ts';
import { formatSample, indent, pluralize } from '../../terminal/text.ts';
import { wrapText } from '../../terminal/wrap.ts';
import { EFFECT_TEXTS } from './given-policies.ts';
import { generalized } from './group-plans.ts';

const INDENT = 4;
/** The sign of a plan is part of the indentation of its heading. */
const HANG = INDENT - 2;

/** Formats the plan of one pool: the action, its reason and each difference. */
export const planText = (plan: PoolPlan, style: TerminalStyle): string =>
  blockText(nameAndId(plan.userPoolId, plan.userPoolName), plan, [], style);

/** Formats the plans of pools with the same change as one. The values contain macros in place of the IDs and names. */
export function groupText({ first, others }: Collapsed<PoolPlan>, style: TerminalStyle): string {
  if (others.length === 0) return planText(first, style);
  const names = [first, ...others].map((plan) => showInvisible(plan.userPoolName ?? plan.userPoolId));
  const sample = `Pools: ${formatSample(names, names.length)}. To see each pool, add --all.`;
  return blockText(pluralize(names.length, 'pool'), generalized(first), [sample], style);
}

function blockText(
  subject: string,
  plan: PoolPlan,
  more: readonly string[],
  { colors, width }: TerminalStyle,
): string {
  const head = `${sign(plan)} ${subject}  ${heading(plan)}`;
  const paint = writesPool(plan) ? colors.bold : (text: string) => text;
  const differences = differenceLines(plan.differences, { colors, width: width && width - INDENT });
  const below = indent([...sourceLines(plan), ...differences, ...plan.reasons, ...more], INDENT).join('\n');
  return [paint(wrapText(head, width, HANG)), ...(below === '' ? [] : [wrapText(below, width)])].join('\n');
}

/** Returns who owns each event source, if the parameter does not own both, and what a policy in a file changes. */
const sourceLines = ({ sources = [], policyEffects = [], differences }: PoolPlan): readonly string[] => [
  ...sources.map(
    ({ eventSource, owner, frozenBy }) =>
      `${eventSource}: ${owner === null ? `no owner${isLeft(eventSource, differences) ? ', left unchanged' : ''}` : ownerText(owner)}${frozenBy === undefined ? '' : `, left unchanged: ${frozenText(frozenBy)}`}`,
  ),
  ...policyEffects.map(
    ({ policy, eventSource, effect }) => `Policy "${policy}": ${eventSource} ${EFFECT_TEXTS[effect]}`,
  ),
];

/** The service leaves an event source without an owner unchanged, unless it clears what its last owner applied. */
const isLeft = (eventSource: string, differences: PoolPlan['differences']): boolean =>
  !differences.some(({ path }) => path.startsWith(`${eventSource}.`));

const SIGNS: Readonly<Record<PoolPlan['step'], string>> = {
  none: '=',
  apply: '~',
  repair: '~',
  clear: '-',
  release: '.',
  observe: '?',
  wait: '…',
  rejected: '!',
  undelivered: '!',
  missing: '!',
  unmanaged: '.',
  failed: '!',
};

const sign = ({ step, why }: PoolPlan): string => (step === 'apply' && why === 'new' ? '+' : SIGNS[step]);

function heading({ step, why, findings = [], sources = [] }: PoolPlan): string {
  switch (step) {
    case 'apply':
      return `will be written (${why})`;
    case 'repair':
      return `will be repaired (${why})`;
    case 'clear':
      return `will be cleared (${why})`;
    case 'release':
      return `will be left unchanged and released (${why})`;
    case 'observe':
      if (why !== 'observed only') return why;
      return sources.some(({ frozenBy }) => frozenBy === 'Rollout')
        ? 'differs; an open rollout prevents a change'
        : 'differs; observe mode prevents a change';
    case 'rejected':
      return findings.length > 0 ? `would be rejected by Cognito (${why})` : why;
    case 'undelivered':
      return `would not deliver logs (${why})`;
    default:
      return why;
  }
}

/** Whether a plan is shown without being named, and with `--changes-only`. */
export const isChange = ({ step, policyEffects = [] }: PoolPlan): boolean =>
  (step !== 'none' && step !== 'unmanaged') || policyEffects.length > 0;

const SUMMARY_LABELS = [
  ['apply', 'to write'],
  ['repair', 'to repair'],
  ['clear', 'to clear'],
  ['release', 'to release'],
  ['observe', 'observed'],
  ['wait', 'waiting'],
  ['rejected', 'rejected'],
  ['undelivered', 'not delivering logs'],
  ['missing', 'not found'],
  ['failed', 'not read'],
  ['unmanaged', 'unmanaged'],
  ['none', 'in sync'],
] as const;

export type PlanCounts = Readonly<Record<PoolPlan['step'], number>>;

export function countSteps(plans: readonly PoolPlan[]): PlanCounts {
  const of = (step: PoolPlan['step']): number => plans.filter((plan) => plan.step === step).length;
  return {
    none: of('none'),
    apply: of('apply'),
    repair: of('repair'),
    clear: of('clear'),
    release: of('release'),
    observe: of('observe'),
    wait: of('wait'),
    rejected: of('rejected'),
    undelivered: of('undelivered'),
    missing: of('missing'),
    unmanaged: of('unmanaged'),
    failed: of('failed'),
  };
}

/** Returns for example `Plan: 2 to write, 1 to repair, 1 rejected, 996 in sync.` */
export function summaryLine(counts: PlanCounts): string {
  const counted = SUMMARY_LABELS.filter(([step]) => counts[step] > 0).map(
    ([step, text]) => `${counts[step]} ${text}`,
  );
  return `Plan: ${counted.length === 0 ? 'no managed pools' : counted.join(', ')}.`;
}
