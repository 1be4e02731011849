/** The identity that changed a pool, from CloudTrail. It is only reported; no decision depends on it. */
export interface Actor {
  readonly Arn: string;
  /** ISO 8601. */
  readonly At: string;
  readonly EventName: string;
}

/** CloudTrail reports times in whole seconds. */
export const CLOUD_TRAIL_PRECISION_MS = 1000;

/** Returns whether the call wrote log delivery. Calls that update or delete the pool do not count. */
export const wroteLogDelivery = ({ EventName }: Actor): boolean =>
  EventName === 'SetLogDeliveryConfiguration';

/** Returns the actor to report: the one that wrote log delivery, otherwise the later one. */
export const preferredActor = (earlier: Actor | undefined, later: Actor | undefined): Actor | undefined =>
  earlier && wroteLogDelivery(earlier) && !(later && wroteLogDelivery(later)) ? earlier : (later ?? earlier);
