import { mergeCauses } from '../../lib/domain/cause.ts';
import { event, sweepOf } from '../support/situation.ts';

describe('mergeCauses', () => {
  test('keeps every request of the merged causes', () => {
    const updated = { poolUpdated: true, recheck: false };
    expect(mergeCauses(event, updated)).toEqual({ poolUpdated: true, recheck: true });
    const neither = { poolUpdated: false, recheck: false };
    expect(mergeCauses(neither, neither)).toEqual(neither);
    expect(mergeCauses(event, sweepOf('a')).sweep).toEqual({ id: 'a', held: false });
    expect(mergeCauses(sweepOf('a'), event).sweep).toEqual({ id: 'a', held: false });
  });
  test('keeps the later sweep, and the hold if both causes are from the same sweep', () => {
    expect(mergeCauses(sweepOf('a', true), sweepOf('b')).sweep).toEqual({ id: 'b', held: false });
    expect(mergeCauses(sweepOf('b'), sweepOf('a', true)).sweep).toEqual({ id: 'b', held: false });
    expect(mergeCauses(sweepOf('a'), sweepOf('a', true)).sweep).toEqual({ id: 'a', held: true });
    expect(mergeCauses(sweepOf('a', true), sweepOf('a')).sweep).toEqual({ id: 'a', held: true });
    expect(mergeCauses(sweepOf('a'), sweepOf('a')).sweep).toEqual({ id: 'a', held: false });
  });
});
