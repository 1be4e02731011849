import { freezeText } from '../../../freeze/freeze-text.ts';
import { readFreeze } from '../../../freeze/read-freeze.ts';
import type { OpenService } from '../../../service/open-service.ts';
import { checking, type Finding, ok, warning } from '../finding.ts';

const SUBJECT = 'freeze';

/** Reports a freeze: while it lasts, changes and drift accumulate. */
export const checkFreeze = (service: OpenService): Promise<readonly Finding[]> =>
  checking(SUBJECT, 'ssm:GetParameter', async () => {
    const freeze = await readFreeze(service);
    if (freeze === undefined) return [ok(SUBJECT, 'The service is not frozen.')];
    return [
      warning(
        SUBJECT,
        freezeText(freeze, service.clock.now()),
        'The service writes no pool, so changes and drift accumulate.',
        'When the reason is gone, run: clr unfreeze',
      ),
    ];
  });
