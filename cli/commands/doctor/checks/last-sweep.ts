import { readLastSweep } from '../../../service/last-sweep.ts';
import type { OpenService } from '../../../service/open-service.ts';
import { formatAge } from '../../../terminal/time.ts';
import { checking, ok, problem, warning } from '../finding.ts';

const MAX_AGE_MS = 26 * 3_600_000;

export const checkLastSweep = ({ table, deployed, clock }: OpenService) =>
  checking('sweep', 'dynamodb:GetItem', async () => {
    const sweep = await readLastSweep(table, deployed.stateTable);
    if (sweep === undefined)
      return [warning('sweep', 'there was none yet', 'it finds what no event told of', 'clr sweep')];
    const held = sweep.held
      ? [
          problem(
            'sweep',
            `${sweep.lost} deletions are held`,
            'many parameters are gone at once: nothing is cleared until a person decides',
            `put the parameters back, or: clr sweep --accept-deletions ${sweep.lost}`,
          ),
        ]
      : [];
    const now = clock.now();
    const isOld = now.getTime() - Date.parse(sweep.at) > MAX_AGE_MS;
    const last = `the last was ${formatAge(sweep.at, now)} ago`;
    return [
      ...held,
      isOld
        ? warning('sweep', last, 'drift that no event told of is not repaired', 'clr sweep')
        : ok('sweep', last),
    ];
  });
