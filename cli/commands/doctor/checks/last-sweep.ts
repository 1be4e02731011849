import { readLastSweep } from '../../../service/last-sweep.ts';
import type { OpenService } from '../../../service/open-service.ts';
import { pluralize } from '../../../terminal/text.ts';
import { formatAge } from '../../../terminal/time.ts';
import { ok, problem, runCheck, warning } from '../finding.ts';

const MAX_AGE_MS = 26 * 3_600_000;

export const checkLastSweep = ({ table, deployed, clock }: OpenService) =>
  runCheck('sweep', 'dynamodb:GetItem', async () => {
    const sweep = await readLastSweep(table, deployed.stateTable);
    if (sweep === undefined)
      return [
        warning(
          'sweep',
          'No sweep has run yet.',
          'The sweep finds changes that no event reported.',
          'clr sweep',
        ),
      ];
    const held = sweep.held
      ? [
          problem(
            'sweep',
            `${pluralize(sweep.lost, 'deletion is', 'deletions are')} on hold.`,
            'Many parameters were deleted at the same time. No pool is cleared until you confirm this.',
            `Restore the parameters or, if the deletions were intended, run: clr sweep --accept-deletions ${sweep.lost}`,
          ),
        ]
      : [];
    const now = clock.now();
    const isOld = now.getTime() - Date.parse(sweep.at) > MAX_AGE_MS;
    const last = `The last sweep ran ${formatAge(sweep.at, now)} ago.`;
    return [
      ...held,
      isOld
        ? warning('sweep', last, 'Drift that no event reported is not repaired.', 'clr sweep')
        : ok('sweep', last),
    ];
  });
