import fc from 'fast-check';
import { SortedMap } from '../../../local/core/sorted-map.ts';

const key = fc.stringMatching(/^[a-c]{0,3}$/);
const step = fc.oneof(fc.record({ set: key, value: fc.integer() }), fc.record({ remove: key }));

test('a sorted map returns its values in the order of their keys, after any key', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), key, (steps, after) => {
      const model = new Map<string, number>();
      const map = new SortedMap<number>();
      for (const change of steps) {
        if ('remove' in change) {
          model.delete(change.remove);
          map.delete(change.remove);
        } else {
          model.set(change.set, change.value);
          map.set(change.set, change.value);
        }
      }
      const sorted = [...model].sort(([a], [b]) => (a < b ? -1 : 1));
      expect(map.size).toBe(model.size);
      expect([...map.values()]).toEqual(sorted.map(([, value]) => value));
      expect([...map.values(after)]).toEqual(sorted.filter(([k]) => k > after).map(([, value]) => value));
      expect(map.get(after)).toBe(model.get(after));
    }),
  );
});
