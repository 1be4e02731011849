import fc from 'fast-check';
import { SortedMap } from '../../../local/core/sorted-map.ts';

const key = fc.stringMatching(/^[a-c]{0,3}$/);
const step = fc.oneof(fc.record({ set: key, value: fc.integer() }), fc.record({ remove: key }));

test('is a map whose values come in the order of their keys, from any key on', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), key, (steps, after) => {
      const model = new Map<string, number>();
      const map = new SortedMap<number>();
      for (const one of steps) {
        if ('remove' in one) {
          model.delete(one.remove);
          map.delete(one.remove);
        } else {
          model.set(one.set, one.value);
          map.set(one.set, one.value);
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
