import { changesOf } from '../../cli/parameters/changes.ts';
import { NOON, POOL, parameter, settings, toLogGroup } from '../support/situation.ts';

const version = (over: object) => ({
  ...parameter({ LogConfigurations: [toLogGroup()], ...over }),
  version: 1,
  at: NOON.toISOString(),
});

test.each<[object, object, readonly object[]]>([
  [{}, { Inherit: true }, [{ path: 'Inherit', before: undefined, after: true }]],
  [{ Inherit: true }, { Inherit: false }, [{ path: 'Inherit', before: true, after: undefined }]],
  [{ Inherit: false }, { Inherit: null }, []],
  [{}, { Mode: 'Observe' }, [{ path: 'Mode', before: 'Enforce', after: 'Observe' }]],
])('the changes from %j to %j contain the settings', (before, after, changes) => {
  expect(changesOf(version(before), version(after), POOL, settings)).toEqual(changes);
});
