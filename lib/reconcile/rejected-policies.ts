import type { ParsedPolicy } from '../domain/policy/policy.ts';
import { hash } from '../domain/sampling.ts';
import { formatExpectation } from '../domain/validation-issue.ts';
import { policyRejectedEvent } from './events.ts';
import type { Clock, NameSet, Publisher, Telemetry } from './ports.ts';
import { publishOrCount } from './publish.ts';

export interface RejectedPoliciesPorts {
  /** The invalid policies that were reported, each with a hash of its issues. */
  readonly reportedPolicies: NameSet;
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
  readonly clock: Pick<Clock, 'now'>;
}

/** A policy can have thousands of issues, and EventBridge accepts events of up to 256 KB. */
const MAX_REASONS = 20;

/**
 * Reports each invalid policy once: again only if its issues change, or if it was valid in between. Events and log lines
 * contain no values of the policy. Two reports at the same time can publish an event twice.
 */
export async function reportRejectedPolicies(
  ports: RejectedPoliciesPorts,
  policies: readonly ParsedPolicy[],
): Promise<void> {
  const reported = await ports.reportedPolicies.read();
  const invalid = policies.flatMap((policy) =>
    policy.kind === 'Invalid' ? [{ ...policy, key: keyOf(policy) }] : [],
  );
  const added = invalid.filter(({ key }) => !reported.includes(key));
  const at = ports.clock.now().toISOString();
  const events = added.map(({ name, issues }) => {
    const paths = issues.slice(0, MAX_REASONS).map(({ path }) => path);
    ports.telemetry.warn('policy rejected', { policy: name, issues: issues.length, paths });
    return policyRejectedEvent(name, issues.slice(0, MAX_REASONS).map(formatExpectation), at);
  });
  await publishOrCount(ports, events, { policies: added.map(({ name }) => name) });
  await ports.reportedPolicies.add(added.map(({ key }) => key));
  const keys = invalid.map(({ key }) => key);
  await ports.reportedPolicies.remove(reported.filter((key) => !keys.includes(key)));
}

const keyOf = ({ name, issues }: Extract<ParsedPolicy, { kind: 'Invalid' }>): string =>
  `${name}/${hash(JSON.stringify(issues))}`;
