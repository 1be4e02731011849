import { kindOfArgument } from '../../cli/commands/plan/file-argument.ts';

test.each([
  ['a pool ID', 'eu-west-1_aBcDeFgHi', 'Pool'],
  ['standard input', '-', 'File'],
  ['a JSON file that does not exist', 'nowhere.json', 'MissingFile'],
  ['a YAML file that does not exist', 'nowhere.YML', 'MissingFile'],
  ['a path', 'config/nowhere', 'MissingFile'],
  ['a path with backslashes', 'config\\nowhere', 'MissingFile'],
  ['a file without an extension that exists', 'LICENSE', 'File'],
  ['a folder', 'docs/', 'File'],
  ['a name', 'prod-shop', 'Pool'],
  ['a name with the form of an ID without a Region', 'prod_shop', 'Pool'],
  ['a pattern', 'prod-*', 'Pool'],
])('an argument of plan is a file or names pools: %s', async (_, argument, kind) => {
  expect(await kindOfArgument(argument)).toBe(kind);
});
