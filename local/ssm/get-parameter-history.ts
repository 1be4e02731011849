import { AwsError } from '../http/answer.ts';
import { operation } from '../operation.ts';
import { parameterPage } from './page.ts';
import { metadataAnswer, type SsmWorld, shownValue } from './parameters.ts';
import { getParameterHistoryInput } from './shapes.ts';

/** Oldest version first. */
export const getParameterHistory = operation(getParameterHistoryInput, (world: SsmWorld, input) => {
  const history = world.seen.get(input.Name);
  if (history === undefined) throw new AwsError('ParameterNotFound', `Parameter ${input.Name} not found.`);
  const page = parameterPage(
    (after = '0') => history.filter((version) => version.version > Number(after)),
    (version) => String(version.version),
    input.MaxResults ?? 50,
    input.NextToken,
  );
  return {
    Parameters: page.items.map((version) => ({
      ...metadataAnswer(version),
      Value: shownValue(version, input.WithDecryption ?? false),
      Labels: [],
    })),
    ...page.token,
  };
});
