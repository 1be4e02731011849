import { z } from 'zod';

/** How often a fault occurs: in `percent` of the matching calls, and at most `count` times. */
const FREQUENCY = {
  /** Default: 1, or unlimited when `percent` is set. */
  count: z.int().min(1).exactOptional(),
  percent: z.number().min(0).max(100).exactOptional(),
};

/** A fault of calls to one operation. */
export const callFault = z
  .strictObject({
    operation: z.string().regex(/^[a-z0-9-]+\.[A-Za-z]+$/, 'such as cognito-idp.SetLogDeliveryConfiguration'),
    callers: z.enum(['all', 'clients', 'functions']).default('all'),
    ...FREQUENCY,
    /** An error, no response at all, a connection reset, or a response after `delay`. */
    do: z.enum(['fail', 'hang', 'reset', 'late']).default('fail'),
    /** `before`: the operation is not carried out. `after`: it is. With `late` it is always carried out. */
    when: z.enum(['before', 'after']).default('before'),
    error: z.string().min(1).exactOptional(),
    message: z.string().default('Injected fault.'),
    status: z.int().min(400).max(599).default(400),
    /** Milliseconds. */
    delay: z.int().min(0).max(600_000).default(1000),
  })
  .refine((fault) => fault.do !== 'fail' || fault.error !== undefined, {
    path: ['error'],
    message: 'required when `do` is `fail`',
  });

/** A fault of events on their way from the bus to the rules. */
export const eventFault = z.strictObject({
  events: z.enum(['lose', 'double', 'delay', 'reorder']),
  /** Only events of this source, for example `aws.ssm`. */
  source: z.string().min(1).exactOptional(),
  ...FREQUENCY,
  /** Milliseconds. Also the longest time that a reordered event waits for the next one. */
  delay: z.int().min(0).max(600_000).default(1000),
});

/** A fault of log records on their way from Cognito to a destination. Its frequency counts records. */
export const deliveryFault = z.strictObject({
  deliveries: z.enum(['lose', 'delay']),
  /** Only records for the destination with this ARN. */
  destination: z.string().min(1).exactOptional(),
  /** Only records of the pool with this ID. */
  pool: z.string().min(1).exactOptional(),
  ...FREQUENCY,
  /** Milliseconds from the activity to the arrival of its record. */
  delay: z
    .int()
    .min(0)
    .max(14 * 24 * 3_600_000)
    .default(1000),
});

export type CallFault = z.output<typeof callFault>;
export type EventFault = z.output<typeof eventFault>;
export type DeliveryFault = z.output<typeof deliveryFault>;
export type Fault = CallFault | EventFault | DeliveryFault;
/** A fault as a test or the admin API specifies it. Omitted members have their default. */
export type FaultInput =
  | z.input<typeof callFault>
  | z.input<typeof eventFault>
  | z.input<typeof deliveryFault>;
