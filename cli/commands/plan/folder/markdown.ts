import pc from 'picocolors';
import type { Settings } from '../../../../lib/domain/settings.ts';
import { formatFileIssue } from '../../../files/check-file.ts';
import {
  codeBlock,
  details,
  type FittingParts,
  fitParts,
  inlineCode,
  type Part,
} from '../../../terminal/markdown.ts';
import { pluralize } from '../../../terminal/text.ts';
import { policyLine } from '../given-policies.ts';
import { groupPlans } from '../group-plans.ts';
import { groupText, isChange } from '../render.ts';
import { plannedRolloutLine } from '../waves.ts';
import { groupChanges, type ShownChange } from './change-groups.ts';
import type { FolderPlan } from './plan-folder.ts';
import { changeText } from './render.ts';
import { changesLine, notesOf, noteText, notReadNotes, poolsLine, verdictOf } from './summary.ts';

/** The limit of GitHub for a comment is 65,536 characters. */
const MAX_LENGTH = 65_000;

/** For titles, fences and the sentence about the parts that are left out. */
const RESERVED = 1_500;

/** A workflow finds its earlier comment by this line, and replaces it. */
const MARKER = '<!-- clr plan -->';

/**
 * Returns the plan as a comment for a pull request: the summary, and the details in sections that are closed at first. All names and
 * values are code, so that GitHub interprets none of them. At most 65,000 characters.
 */
export function folderMarkdown(
  plan: FolderPlan,
  changes: readonly ShownChange[],
  settings: Pick<Settings, 'account' | 'region'>,
  isIncomplete: boolean,
): string {
  const head = headOf(plan, settings, isIncomplete);
  const parts = {
    errors: errorParts(plan, changes),
    changes: changeParts(plan, changes),
    effects: effectParts(plan),
  };
  // A fence is longer than the backticks in its block, so the length of the comment is only known afterwards.
  for (let budget = MAX_LENGTH - RESERVED - head.length; ; ) {
    const comment = commentOf(head, plan, changes, parts, budget);
    if (comment.length <= MAX_LENGTH || budget <= 0) return comment;
    budget -= comment.length - MAX_LENGTH;
  }
}

/** Returns the part of the comment that is never cut. Each list in it is a sample of a few names. */
function headOf(
  plan: FolderPlan,
  { account, region }: Pick<Settings, 'account' | 'region'>,
  isIncomplete: boolean,
): string {
  const pools = poolsLine(plan);
  const notes = [...notesOf(plan), ...notReadNotes(plan)].map((note) => `- ${noteText(note, inlineCode)}`);
  return [
    MARKER,
    `### Plan for ${inlineCode(plan.folder)} in ${region} (account ${account})`,
    ...(isIncomplete ? ['**This plan is not complete: it was interrupted.**'] : []),
    `**${verdictOf(plan)}**`,
    [changesLine(plan), ...(pools === undefined ? [] : [pools])].join('\n'),
    ...(notes.length === 0 ? [] : [notes.join('\n')]),
  ].join('\n\n');
}

interface CommentParts {
  readonly errors: readonly Part[];
  readonly changes: readonly Part[];
  readonly effects: readonly Part[];
}

function commentOf(
  head: string,
  plan: FolderPlan,
  changes: readonly ShownChange[],
  parts: CommentParts,
  budget: number,
): string {
  const errors = fitParts(parts.errors, budget / 3);
  const rest = budget - errors.length;
  // Each of the two sections can use the half that the other one does not need.
  const first = fitParts(parts.changes, rest / 2);
  const effects = fitParts(parts.effects, rest - first.length);
  const shown = first.left > 0 ? fitParts(parts.changes, rest - effects.length) : first;
  const left = leftText([
    [errors, 'error'],
    [shown, 'change'],
    [effects, 'pool or policy', 'pools and policies'],
  ]);
  return [
    head,
    ...(left === undefined
      ? []
      : [`**Cut: ${left}. To see everything, run: ${inlineCode('clr plan FOLDER --all')}**`]),
    ...(errors.lines.length === 0 ? [] : [`#### Errors\n\n${codeBlock(errors.lines, 'text')}`]),
    ...section('Changes of parameters', changes.filter(isShown).length, shown),
    ...section('Effect on the pools', plan.pools.filter(isChange).length, effects),
  ].join('\n\n');
}

const section = (title: string, count: number, { lines }: FittingParts): readonly string[] =>
  lines.length === 0 ? [] : [details(`${title} (${count})`, codeBlock(lines.slice(0, -1), 'diff'))];

function leftText(parts: readonly (readonly [FittingParts, string, string?])[]): string | undefined {
  const left = parts.filter(([{ left: count }]) => count > 0);
  if (left.length === 0) return undefined;
  return `${left.map(([{ left: count }, noun, nouns]) => pluralize(count, noun, nouns)).join(', ')} left out`;
}

const isShown = ({ step }: ShownChange): boolean => step !== 'Unchanged';

const errorParts = (plan: FolderPlan, changes: readonly ShownChange[]): readonly Part[] =>
  [...changes.flatMap(({ errors }) => errors), ...plan.issues].map((issue) => ({
    lines: formatFileIssue(issue).split('\n'),
    items: 1,
  }));

const STYLE = { colors: pc.createColors(false), width: undefined };

function changeParts(plan: FolderPlan, changes: readonly ShownChange[]): readonly Part[] {
  const groups = groupChanges(changes.filter(isShown).map((change) => ({ ...change, errors: [] })));
  return groups.map((group) => ({
    lines: [...diffLines(changeText(group, plan.prune, STYLE)), ''],
    items: group.others.length + 1,
  }));
}

/** The rollout of a policy is shown or left out together with its policy. */
const effectParts = (plan: FolderPlan): readonly Part[] => [
  ...plan.policies.map((one) => ({
    lines: [
      policyLine(one),
      ...plan.rollouts.filter(({ policy }) => policy === one.name).map(plannedRolloutLine),
      '',
    ],
    items: 1,
  })),
  ...groupPlans(plan.pools.filter(isChange)).map((group) => ({
    lines: [...diffLines(groupText(group, STYLE)), ''],
    items: group.others.length + 1,
  })),
];

/** Moves the sign of a difference to the start of its line, where GitHub colors it. */
const diffLines = (text: string): readonly string[] =>
  text.split('\n').map((line, at) => (at === 0 ? line : line.replace(/^( +)([+-]) /, '$2$1')));
