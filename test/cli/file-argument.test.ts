import { isFileArgument } from '../../cli/commands/plan/file-argument.ts';

test.each([
  ['a pool ID', 'eu-west-1_aBcDeFgHi', false],
  ['standard input', '-', true],
  ['a JSON file that does not exist', 'nowhere.json', true],
  ['a YAML file that does not exist', 'nowhere.YML', true],
  ['a path', 'config/nowhere', true],
  ['a path with backslashes', 'config\\nowhere', true],
  ['a file without an extension that exists', 'LICENSE', true],
  ['a name', 'prod-shop', false],
  ['a name with the form of an ID without a Region', 'prod_shop', false],
  ['a pattern', 'prod-*', false],
])('an argument of plan is a file or names pools: %s', async (_, argument, isFile) => {
  expect(await isFileArgument(argument)).toBe(isFile);
});
