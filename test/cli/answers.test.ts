import { startWorld } from './support/clr.ts';
import { runDocumentedCommands } from './support/documented-commands.ts';
import { startFleet } from './support/fleet-of-300.ts';

const ALLOWED = 'arn:aws:logs:*:*:log-group:*,arn:aws:firehose:*:*:deliverystream/*,arn:aws:s3:::acme-*';

test('each question of an operator of 300 pools has one command that prints the documented answer', async () => {
  const world = await startWorld(['--quota-scale', 'off', '--param', `allowedDestinations=${ALLOWED}`]);
  try {
    await startFleet(world);
    expect(await runDocumentedCommands('docs/answers.md', world)).toBeGreaterThan(7);
  } finally {
    await world.close();
  }
}, 300_000);
