import { readLastSweep } from '../../../service/last-sweep.ts';
import type { OpenService } from '../../../service/open-service.ts';
import { pluralize } from '../../../terminal/text.ts';
import { formatAge } from '../../../terminal/time.ts';
import { checking, ok, problem, warning } from '../finding.ts';

const MAX_AGE_MS = 26 * 3_600_000;

export const checkLastSweep = ({ table, deployed, clock }: OpenService) =>
  checking('sweep', 'dynamodb:GetItem', async () => {
    const sweep = await readLastSweep(table, deployed.stateTable);
    if (sweep === undefined)
      return [
        warning(
          'sweep',
          'No sweep has run yet.',
          'A sweep finds the changes that no event reported.',
          'clr sweep',
        ),
      ];
    const held = sweep.held
      ? [
          problem(
            'sweep',
            `Deletions are on hold: ${pluralize(sweep.lost, 'managed pool')} without a parameter.`,
            'Many parameters were deleted at the same time. No pool is cleared until you decide.',
            `Restore the parameters. If the deletions were intended, run: clr sweep --accept-deletions ${sweep.lost}`,
          ),
        ]
      : [];
    const now = clock.now();
    const isOld = now.getTime() - Date.parse(sweep.at) > MAX_AGE_MS;
    const last = `The last sweep was ${formatAge(sweep.at, now)} ago.`;
    return [
      ...held,
      isOld
        ? warning('sweep', last, 'Drift that no event reported is not repaired.', 'clr sweep')
        : ok('sweep', last),
    ];
  });
