/** Who wrote a pool, as CloudTrail told it: reported, never decided on. */
export interface Actor {
  readonly Arn: string;
  /** ISO 8601. */
  readonly At: string;
  readonly EventName: string;
}

/** The one call that writes log delivery: who updated or deleted the pool is no other writer of it. */
export const wroteLogDelivery = ({ EventName }: Actor): boolean =>
  EventName === 'SetLogDeliveryConfiguration';

/** Which of two to name: who wrote the log delivery, else the one who was told last. */
export const preferredActor = (earlier: Actor | undefined, later: Actor | undefined): Actor | undefined =>
  earlier && wroteLogDelivery(earlier) && !(later && wroteLogDelivery(later)) ? earlier : (later ?? earlier);
