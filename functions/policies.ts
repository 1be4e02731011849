import { readConfig } from '../lib/aws/config.ts';
import { withMiddleware } from './middleware.ts';
import { parsePoliciesInput } from './policies-input.ts';
import { wirePolicies } from './policies-wiring.ts';
import { telemetry } from './telemetry.ts';

/** The policies function's response: the number of messages that were sent. */
export interface PoliciesResult {
  readonly sent: number;
}

const config = readConfig(process.env);
const fanOut = wirePolicies(config, telemetry);
/** Time kept free at the end of the invocation, to send the last messages. */
const MARGIN_MS = 10_000;

export const handler = withMiddleware<unknown, PoliciesResult>(async (event, context) => {
  const names = parsePoliciesInput(event, config.settings.prefix);
  if (names.length === 0) {
    telemetry.count('IgnoredMessages');
    return { sent: 0 };
  }
  const deadline = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MS;
  return fanOut({ names }, { priority: 'upkeep', deadline });
});
