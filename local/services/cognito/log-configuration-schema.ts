import { z } from 'zod';

/** A stored entry. ARNs of any form are accepted, or none: entries that AWS would reject can be seeded too. */
export const logConfiguration = z.strictObject({
  LogLevel: z.enum(['ERROR', 'INFO']),
  EventSource: z.enum(['userAuthEvents', 'userNotification']),
  CloudWatchLogsConfiguration: z.strictObject({ LogGroupArn: z.string().exactOptional() }).exactOptional(),
  S3Configuration: z.strictObject({ BucketArn: z.string().exactOptional() }).exactOptional(),
  FirehoseConfiguration: z.strictObject({ StreamArn: z.string().exactOptional() }).exactOptional(),
});
