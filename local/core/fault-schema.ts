import { z } from 'zod';

/** How often a fault strikes: of the calls it meets, `percent`, and no more than `count` altogether. */
const often = {
  /** 1 unless said; without end where `percent` is said. */
  count: z.int().min(1).exactOptional(),
  percent: z.number().min(0).max(100).exactOptional(),
};

/** What befalls calls to one operation. */
export const callFault = z
  .strictObject({
    operation: z.string().regex(/^[a-z0-9-]+\.[A-Za-z]+$/, 'such as cognito-idp.SetLogDeliveryConfiguration'),
    callers: z.enum(['all', 'clients', 'functions']).default('all'),
    ...often,
    /** An error, no answer ever, a connection torn down, an answer after `delay`. */
    do: z.enum(['fail', 'hang', 'reset', 'late']).default('fail'),
    /** Whether the operation is carried out all the same; one that is answered late always is. */
    when: z.enum(['before', 'after']).default('before'),
    error: z.string().min(1).exactOptional(),
    message: z.string().default('A fault on demand.'),
    status: z.int().min(400).max(599).default(400),
    /** Milliseconds. */
    delay: z.int().min(0).max(600_000).default(1000),
  })
  .refine((fault) => fault.do !== 'fail' || fault.error !== undefined, {
    path: ['error'],
    message: 'needed where the call is to fail',
  });

/** What befalls events on their way from the bus to the rules. */
export const eventFault = z.strictObject({
  events: z.enum(['lose', 'double', 'delay', 'reorder']),
  /** Of any source unless said, such as `aws.ssm`. */
  source: z.string().min(1).exactOptional(),
  ...often,
  /** Milliseconds; also how long a reordered event waits for the next one. */
  delay: z.int().min(0).max(600_000).default(1000),
});

export type CallFault = z.output<typeof callFault>;
export type EventFault = z.output<typeof eventFault>;
/** What a test or the control address says of a fault; what it leaves out has its default. */
export type FaultInput = z.input<typeof callFault> | z.input<typeof eventFault>;
