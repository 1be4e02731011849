import type { Parameter } from '@aws-sdk/client-ssm';
import type { StoredParameter } from '../domain/desired.ts';

/** Returns a parameter as the SDK returns it in the form that the parsers read. */
export const storedParameter = ({
  Name = '',
  Type,
  Value = '',
  Version,
  LastModifiedDate,
}: Parameter): StoredParameter => ({
  name: Name,
  type: Type ?? '',
  value: Value,
  ...(Version !== undefined && { version: Version }),
  ...(LastModifiedDate && { modifiedAt: LastModifiedDate.toISOString() }),
});
