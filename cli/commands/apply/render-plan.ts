import { showInvisible } from '../../../lib/domain/invisible.ts';
import type { Settings } from '../../../lib/domain/settings.ts';
import { type FolderChange, subjectOf } from '../../folder/compare.ts';
import { collapse } from '../../pools/collapse.ts';
import { differenceLines } from '../../terminal/difference.ts';
import type { TerminalStyle } from '../../terminal/terminal.ts';
import { formatSample, indent } from '../../terminal/text.ts';
import type { PruneEffect } from './prune-effect.ts';
import { placeOf } from './result.ts';

/** Returns the changes of a folder. More than three files with the same change are shown as one. */
export function planText(
  changes: readonly FolderChange[],
  prune: PruneEffect | undefined,
  settings: Settings,
  style: TerminalStyle,
): string {
  const writes = changes
    .filter(({ step }) => step === 'Create' || step === 'Update')
    .map((change) => ({ change, lines: changeLines(change, settings, style) }));
  const shown = collapse(writes, ({ change: { kind, step }, lines }) => [kind, step, ...lines].join('\n'));
  const { green, yellow, red } = style.colors;
  return [
    ...shown.flatMap(({ first: { change, lines }, others }) => [
      `${change.step === 'Create' ? green('+') : yellow('~')} ${title([change, ...others.map((one) => one.change)], 'files with the same change')}`,
      ...indent(lines),
    ]),
    ...collapse(prune?.deletions ?? [], ({ change, text }) => `${change.kind} ${text}`).flatMap(
      ({ first, others }) => [
        `${red('-')} ${title([first.change, ...others.map((one) => one.change)], 'parameters without a file')}`,
        ...indent([first.text]),
      ],
    ),
  ].join('\n');
}

function title(changes: readonly FolderChange[], noun: string): string {
  const places = changes.map(placeOf).map(showInvisible);
  return places.length === 1
    ? `${places[0]}`
    : `${places.length} ${noun}: ${formatSample(places, places.length)}`;
}

function changeLines(change: FolderChange, settings: Settings, { colors, width }: TerminalStyle) {
  const { stored, wanted } = change;
  const after =
    wanted === undefined ? undefined : { name: '', type: 'String', value: wanted, version: 0, at: '' };
  const differences = subjectOf(change, settings).changes(stored, after);
  const lines = differenceLines(differences, { colors, width: width && width - 4 });
  return lines.length > 0 ? lines : ['No change in meaning: only the text differs.'];
}
