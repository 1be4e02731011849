import { AwsError } from '../../core/aws-error.ts';
import type { Infer } from '../../core/shapes/shape.ts';
import type { Version } from './parameters.ts';
import type { putParameterInput } from './shapes.ts';

type Input = Infer<typeof putParameterInput>;

/**
 * Throws for tags with Overwrite, as AWS does (getmoto/moto issue 4283), and for policies, which the local cloud does
 * not support.
 */
export function validateTagsAndPolicies({ Overwrite, Tags = [], Policies }: Input): void {
  if (Overwrite === true && Tags.length > 0)
    throw new AwsError(
      'ValidationException',
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
    );
  if (Policies !== undefined && !isWithoutPolicies(Policies))
    throw new AwsError(
      'InvalidPolicyTypeException',
      'The local cloud does not support parameter policies (Policies). Remove them from the request.',
    );
}

/** The forms that remove all policies (user guide, "Assigning parameter policies"). */
function isWithoutPolicies(policies: string): boolean {
  return ['[]', '{}', '[{}]'].includes(policies.replace(/\s/g, ''));
}

const DATA_TYPES: readonly string[] = ['text', 'aws:ec2:image', 'aws:ssm:integration'];

/**
 * Returns the data type of the new version. Throws for an unknown one (the text is from getmoto/moto) and for another
 * one than before: AWS rejects that change (hashicorp/terraform-provider-aws issue 35959), with a text that is
 * [unverified].
 */
export function dataTypeOf({ DataType }: Input, before: Version | undefined): string {
  const dataType = DataType ?? before?.dataType ?? 'text';
  if (!DATA_TYPES.includes(dataType))
    throw new AwsError(
      'ValidationException',
      `The following data type is not supported: ${dataType} (Data type names are all lowercase.)`,
    );
  if (before !== undefined && before.dataType !== dataType)
    throw new AwsError(
      'ValidationException',
      `The data type of a parameter can't be changed from ${before.dataType} to ${dataType}. Create a new parameter.`,
    );
  return dataType;
}
