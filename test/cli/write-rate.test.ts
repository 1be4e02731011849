import { writeContext, writeLimiting } from '../../cli/parameters/write-rate.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { virtualClock } from '../support/virtual-clock.ts';

test('a write that is throttled fails after five minutes', () => {
  const clock = virtualClock();
  const { telemetry } = recordingTelemetry();
  const limiting = writeLimiting(3, { clock, random: () => 0.5, telemetry });
  expect(writeContext(limiting).deadline - clock.time()).toBe(300_000);
});
