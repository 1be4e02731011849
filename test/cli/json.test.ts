import { jsonText, poolsJsonText } from '../../cli/terminal/json.ts';

const scope = { account: '123456789012', region: 'eu-west-1' };

test('every JSON names its version, kind, account and Region before the members of its kind', () => {
  expect(jsonText('Sweep', scope, { lost: 0 })).toBe(`{
  "version": 2,
  "kind": "Sweep",
  "account": "123456789012",
  "region": "eu-west-1",
  "lost": 0
}`);
});

test('an account and a Region that the command does not know are null in the JSON', () => {
  const json = jsonText('Validation', { account: undefined, region: undefined }, { files: [] });
  expect(JSON.parse(json)).toEqual({
    version: 2,
    kind: 'Validation',
    account: null,
    region: null,
    files: [],
  });
});

test.each([false, true])('the JSON of a list of pools has incomplete %s as Ctrl-C was pressed', (aborted) => {
  const interrupt = new AbortController();
  if (aborted) interrupt.abort();
  const json = poolsJsonText('Plan', scope, { interrupted: interrupt.signal }, { pools: [] });
  expect(JSON.parse(json)).toEqual({ version: 2, kind: 'Plan', ...scope, incomplete: aborted, pools: [] });
});
