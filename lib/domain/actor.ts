import type { Witness } from './record.ts';

/** The one call that writes log delivery: who updated or deleted the pool is no other writer of it. */
export const wroteLogDelivery = ({ EventName }: Witness): boolean =>
  EventName === 'SetLogDeliveryConfiguration';

/** Which of two to name: who wrote the log delivery, else the one who was told last. */
export const worthNaming = (earlier: Witness | undefined, later: Witness | undefined): Witness | undefined =>
  earlier && wroteLogDelivery(earlier) && !(later && wroteLogDelivery(later)) ? earlier : (later ?? earlier);
