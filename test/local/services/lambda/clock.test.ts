import { startSmallService } from './small-service.ts';

const HOUR = 3_600_000;

test('the functions and the header Date follow the time of the cloud, and timeouts do not', async () => {
  const service = await startSmallService({
    times: {
      code: `exports.handler = async (event, context) => ({
        now: Date.now(),
        created: new Date().getTime(),
        text: Date.parse(Date()),
        parsed: new Date('2026-01-02T03:04:05Z').toISOString(),
        parts: new Date(2026, 0, 2).getFullYear(),
        isDate: new Date() instanceof Date && new Date().constructor === Date,
        utc: Date.UTC(1970, 0, 1),
        left: context.getRemainingTimeInMillis(),
      });`,
    },
  });
  const { accountRegion } = service;
  const readTimes = async () => {
    const { result } = await service.call('times');
    const response = await fetch(accountRegion.endpoint);
    return { result, date: Date.parse(response.headers.get('date') ?? '') };
  };
  const near = (time: number) => ({
    asymmetricMatch: (value: unknown) => typeof value === 'number' && Math.abs(value - time) < HOUR / 4,
  });
  try {
    for (const move of [0, 24 * HOUR, -48 * HOUR]) {
      accountRegion.clock.move(move);
      const time = accountRegion.now();
      expect(await readTimes()).toEqual({
        result: {
          now: near(time),
          created: near(time),
          text: near(time),
          parsed: '2026-01-02T03:04:05.000Z',
          parts: 2026,
          isDate: true,
          utc: 0,
          left: expect.any(Number),
        },
        date: near(time),
      });
      const { result } = await service.call('times');
      expect(Object(result).left).toBeGreaterThan(0);
      expect(Object(result).left).toBeLessThanOrEqual(5000);
    }
  } finally {
    await service.close();
  }
}, 60_000);
