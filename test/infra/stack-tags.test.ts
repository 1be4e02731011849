import { resolveWith } from '../support/resolver.ts';

const tags = (text: string) => resolveWith('stack-tags.cjs', { 'param:stackTags': text });

test('the setting stackTags becomes a map of tags', async () => {
  expect(await tags('owner=identity team,cost-center=42,path=/a/b=c,empty=')).toEqual({
    owner: 'identity team',
    'cost-center': '42',
    path: '/a/b=c',
    empty: '',
  });
});

test('an empty setting stackTags sets no tag', async () => {
  expect(await tags('')).toEqual({});
});

const [longKey, longValue] = ['k'.repeat(129), 'v'.repeat(257)];
const manyTags = Array.from({ length: 51 }, (_, at) => `k${at}=v`).join(',');

test.each([
  ['owner', '"owner" has no "=". Expected key=value,key2=value2.'],
  ['owner=a,', '"" has no "=". Expected key=value,key2=value2.'],
  ['=a', 'the key "" is not valid. Expected 1 to 128 letters'],
  ['aws:owner=a', 'the key "aws:owner" is not valid.'],
  ['AWS:owner=a', 'the key "AWS:owner" is not valid.'],
  ['own*er=a', 'the key "own*er" is not valid.'],
  [`${longKey}=a`, `the key "${longKey}" is not valid. Expected 1 to 128 letters`],
  ['owner=a;b', 'the value "a;b" of "owner" is not valid. Expected up to 256 letters'],
  [`owner=${longValue}`, `the value "${longValue}" of "owner" is not valid. Expected up to 256 letters`],
  ['owner=a,owner=b', 'the key "owner" is set twice.'],
  [manyTags, 'found 51 tags. Expected at most 50.'],
])('the setting stackTags %j is rejected with the reason', async (text, issue) => {
  await expect(tags(text)).rejects.toThrow(`Invalid setting stackTags: ${issue}`);
});
