const packagingError = require('./packaging-error.cjs');

/** Characters that all AWS services accept in tags, without the comma that separates two tags. */
const KEY = /^(?!aws:)[\w ./+:@-]{1,128}$/i;
const VALUE = /^[\w ./=+:@-]{0,256}$/;
/** CloudFormation's limit for the tags of a stack. */
const MAX_TAGS = 50;

/** Returns `provider.stackTags`, from the setting `stackTags`: `key=value` pairs, separated by commas. */
module.exports = async ({ resolveVariable }) => {
  const text = String(await resolveVariable('param:stackTags'));
  const tags = {};
  for (const pair of text === '' ? [] : text.split(',')) {
    const [, key, value] = /^([^=]*)=(.*)$/.exec(pair) ?? [];
    if (key === undefined) throw invalid(`"${pair}" has no "=". Expected key=value,key2=value2.`);
    if (!KEY.test(key))
      throw invalid(
        `the key "${key}" is not valid. Expected 1 to 128 letters, digits, spaces or _ . / + : @ - characters, without the prefix "aws:".`,
      );
    if (!VALUE.test(value))
      throw invalid(
        `the value "${value}" of "${key}" is not valid. Expected up to 256 letters, digits, spaces or _ . / = + : @ - characters.`,
      );
    if (Object.hasOwn(tags, key)) throw invalid(`the key "${key}" is set twice.`);
    tags[key] = value;
  }
  const count = Object.keys(tags).length;
  if (count > MAX_TAGS) throw invalid(`found ${count} tags. Expected at most ${MAX_TAGS}.`);
  return tags;
};

const invalid = (issue) => packagingError(`Invalid setting stackTags: ${issue}`);
