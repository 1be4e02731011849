import { mergeCauses } from '../../lib/domain/cause.ts';
import { event, sweepOf } from '../support/situation.ts';

describe('causes merged', () => {
  test('keep whatever any of them asks for', () => {
    const updated = { poolUpdated: true, recheck: false };
    expect(mergeCauses(event, updated)).toEqual({ poolUpdated: true, recheck: true });
    const neither = { poolUpdated: false, recheck: false };
    expect(mergeCauses(neither, neither)).toEqual(neither);
    expect(mergeCauses(event, sweepOf('a')).sweep).toEqual({ id: 'a', held: false });
    expect(mergeCauses(sweepOf('a'), event).sweep).toEqual({ id: 'a', held: false });
  });
  test('keep the later sweep, and of one sweep the hold', () => {
    expect(mergeCauses(sweepOf('a', true), sweepOf('b')).sweep).toEqual({ id: 'b', held: false });
    expect(mergeCauses(sweepOf('b'), sweepOf('a', true)).sweep).toEqual({ id: 'b', held: false });
    expect(mergeCauses(sweepOf('a'), sweepOf('a', true)).sweep).toEqual({ id: 'a', held: true });
    expect(mergeCauses(sweepOf('a', true), sweepOf('a')).sweep).toEqual({ id: 'a', held: true });
    expect(mergeCauses(sweepOf('a'), sweepOf('a')).sweep).toEqual({ id: 'a', held: false });
  });
});
