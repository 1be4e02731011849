import { showInvisible } from '../../../../lib/domain/invisible.ts';
import type { FolderStep } from '../../../folder/compare.ts';
import { nameAndId } from '../../../pools/pool-names.ts';
import { needsAttention, type PoolPlan } from '../../../pools/pool-plan.ts';
import { pluralize } from '../../../terminal/text.ts';
import { isPolicyProblem } from '../exit-code.ts';
import { countSteps, summaryLine } from '../render.ts';
import type { FolderPlan } from './plan-folder.ts';
import { isWritten } from './wanted-state.ts';

export type ChangeCounts = Readonly<Record<FolderStep, number>>;

export function countChanges(changes: FolderPlan['changes']): ChangeCounts {
  const of = (step: FolderStep): number => changes.filter((change) => change.step === step).length;
  return {
    Create: of('Create'),
    Update: of('Update'),
    Delete: of('Delete'),
    Invalid: of('Invalid'),
    Unchanged: of('Unchanged'),
  };
}

/** Returns for example `Parameters: 1 to create, 119 to update, 2 without a file, 880 unchanged.` */
export function changesLine({ changes, prune }: Pick<FolderPlan, 'changes' | 'prune'>): string {
  const counts = countChanges(changes);
  const labels: readonly (readonly [FolderStep, string])[] = [
    ['Create', 'to create'],
    ['Update', 'to update'],
    ['Delete', prune ? 'to delete' : 'without a file'],
    ['Invalid', 'invalid'],
    ['Unchanged', 'unchanged'],
  ];
  const counted = labels
    .filter(([step]) => counts[step] > 0)
    .map(([step, text]) => `${counts[step]} ${text}`);
  return `Parameters: ${counted.length === 0 ? 'no files and no parameters' : counted.join(', ')}.`;
}

/** Returns the summary of the touched pools; undefined if no pool is touched. */
export const poolsLine = ({ pools }: Pick<FolderPlan, 'pools'>): string | undefined =>
  pools.length === 0 ? undefined : summaryLine(countSteps(pools)).replace('Plan:', 'Pools:');

/** A sentence below the plan, with the names that it is about and a command. */
export interface FolderNote {
  /** Without a period at its end. */
  readonly text: string;
  /** The first names. */
  readonly names?: readonly string[];
  /** The number of all names. */
  readonly total?: number;
  readonly run?: { readonly text: string; readonly command: string };
}

/** Formats a note. `code` formats the names of pools and the command; the other words of a note are those of `clr`. */
export function noteText(
  { text, names = [], total = names.length, run }: FolderNote,
  code: (text: string) => string = showInvisible,
): string {
  const more = total > names.length ? ` and ${total - names.length} more` : '';
  const list = names.length === 0 ? '.' : `: ${names.map(code).join(', ')}${more}.`;
  return `${text}${list}${run === undefined ? '' : ` ${run.text}: ${code(run.command)}`}`;
}

/** Returns the notes below the plan. */
export function notesOf(plan: FolderPlan): readonly FolderNote[] {
  const { changes, issues, prune, held, observing, missing, unmanaged } = plan;
  const withoutFile = prune ? 0 : changes.filter(({ step }) => step === 'Delete').length;
  const elsewhere = elsewhereText(plan);
  return [
    ...observingNotes(observing),
    ...(held === 0
      ? []
      : [
          {
            text: `The loss of ${pluralize(held, 'pool')} is put on hold until you accept it`,
            run: { text: 'To accept it, run', command: `clr sweep --accept-deletions ${held}` },
          },
        ]),
    ...(withoutFile === 0
      ? []
      : [
          {
            text: `${pluralize(withoutFile, 'parameter has', 'parameters have')} no file and ${withoutFile === 1 ? 'is' : 'are'} kept. With --prune, the deletion is planned`,
          },
        ]),
    ...(issues.length === 0
      ? []
      : [
          {
            text: 'A file with an error in its name or place can be that of any parameter, so no parameter is deleted',
          },
        ]),
    ...sampled(missing, 'file names a pool that does not exist', 'files name pools that do not exist'),
    ...sampled(
      unmanaged.map(({ userPoolId, userPoolName }) => nameAndId(userPoolId, userPoolName)),
      'pool is not managed, because it has no file and no policy applies',
      'pools are not managed, because they have no file and no policy applies',
    ),
    ...(elsewhere === undefined
      ? []
      : [
          {
            text: `Other pools, not because of the folder: ${elsewhere}`,
            run: { text: 'To see them, run', command: 'clr plan' },
          },
        ]),
  ];
}

/** Returns the note about files that look like a part of the layout. In a terminal, each has a warning. */
export const notReadNotes = ({ notRead }: Pick<FolderPlan, 'notRead'>): readonly FolderNote[] =>
  sampled(
    notRead.map(({ file }) => file),
    'file or folder is not read because of its name',
    'files or folders are not read because of their names',
  );

/** One note for all policies: the comment of a pull request has a limit. */
function observingNotes(policies: readonly string[]): readonly FolderNote[] {
  const [only] = policies;
  if (only === undefined) return [];
  if (policies.length === 1)
    return [
      {
        text: `Policy "${only}" is in mode Observe and owns nothing. To plan what it would change, set Mode to Enforce in the file`,
      },
    ];
  return [
    {
      ...sample(policies),
      text: `${policies.length} policies are in mode Observe and own nothing`,
      run: { text: 'To plan what they would change, set in their files', command: 'Mode: Enforce' },
    },
  ];
}

/** Returns what the service does about the pools that no change of the folder touches. */
function elsewhereText({ others }: FolderPlan): string | undefined {
  const { repair, apply, clear, rejected, missing } = countSteps(others);
  const counts = [
    ...(repair > 0 ? [`${repair} to repair`] : []),
    ...(apply + clear > 0 ? [`${apply + clear} to write`] : []),
    ...(rejected > 0 ? [`${rejected} rejected`] : []),
    ...(missing > 0 ? [`${missing} not found`] : []),
  ];
  return counts.length === 0 ? undefined : counts.join(', ');
}

const MAX_NAMES = 5;

const sample = (names: readonly string[]): Pick<FolderNote, 'names' | 'total'> => ({
  names: names.slice(0, MAX_NAMES),
  total: names.length,
});

const sampled = (names: readonly string[], one: string, many: string): readonly FolderNote[] =>
  names.length === 0 ? [] : [{ text: pluralize(names.length, one, many), ...sample(names) }];

/** Returns the conclusion: whether something needs attention, or would change. */
export function verdictOf(plan: FolderPlan): string {
  const counts = countChanges(plan.changes);
  const failed = problemPools(plan).length;
  const files = counts.Invalid + plan.issues.length;
  const problems = [
    ...(files > 0 ? [`${pluralize(files, 'file')} with errors`] : []),
    ...(failed > 0 ? [`${pluralize(failed, 'pool')} that would need attention`] : []),
  ];
  if (problems.length > 0) return `Do not apply: ${problems.join(', ')}.`;
  return changesParameters(plan)
    ? 'The folder changes parameters.'
    : 'No changes: Parameter Store has the content of the folder.';
}

/** Whether applying the folder would write or delete a parameter. */
export const changesParameters = ({ changes, prune }: Pick<FolderPlan, 'changes' | 'prune'>): boolean =>
  changes.some((change) => isWritten(change, prune));

/** Returns the touched pools that need attention: because of their own parameter, or because of an edited policy. */
export function problemPools({ changes, prune, pools }: FolderPlan): readonly PoolPlan[] {
  const changed = new Set(changes.filter((change) => isWritten(change, prune)).map(({ name }) => name));
  return pools.filter((plan) =>
    changed.has(plan.userPoolId) ? needsAttention(plan) : isPolicyProblem(plan),
  );
}
