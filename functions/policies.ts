import { readConfig } from '../lib/aws/config.ts';
import { withMiddleware } from './middleware.ts';
import { parsePoliciesInput } from './policies-input.ts';
import { wirePolicies } from './policies-wiring.ts';
import { telemetry } from './telemetry.ts';

/** The policies function's response: the number of messages that were sent, and why an operator's command was not possible. */
export interface PoliciesResult {
  readonly sent: number;
  readonly rejected?: string;
}

const config = readConfig(process.env);
const { drive, command } = wirePolicies(config, telemetry);
/** Time kept free at the end of the invocation, to send the last messages. */
const MARGIN_MS = 10_000;

export const handler = withMiddleware<unknown, PoliciesResult>(async (event, context) => {
  const input = parsePoliciesInput(event, config.settings.prefix);
  if (input.kind === 'Ignored') {
    telemetry.count('IgnoredMessages');
    return { sent: 0 };
  }
  if (input.kind === 'Command') {
    const result = await command(input.name, input.action);
    if (result.kind === 'Rejected') return { sent: 0, rejected: result.reason };
  }
  const names = input.kind === 'Drive' ? input.names : [];
  const deadline = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MS;
  return drive({ names }, { priority: 'upkeep', deadline });
});
