/** The constraints of AssumeRole, from the public API model of sts (2011-06-15, from botocore). */
import { integer, optional, required, structure, text } from '../../core/shapes/shape.ts';

export const assumeRoleInput = structure({
  RoleArn: required(
    text({
      min: 20,
      max: 2048,
      pattern:
        '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+',
    }),
  ),
  RoleSessionName: required(text({ min: 2, max: 64, pattern: '[\\w+=,.@-]*' })),
  DurationSeconds: optional(integer({ min: 900, max: 43_200 })),
  ExternalId: optional(text({ min: 2, max: 1224, pattern: '[\\w+=,.@:\\/-]*' })),
});
