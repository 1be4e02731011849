import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

/** Runs each benchmark at a small size and checks its table. The speed is not tested. */
const root = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

async function bench(name: string, args: readonly string[]): Promise<string[]> {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', `bench/${name}.ts`, ...args], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '' },
    timeout: 170_000,
  });
  const lines = stdout.split('\n').filter((line) => line.startsWith('|'));
  expect(lines[1]).toMatch(/^\| --- (\| -+: )+\|$/);
  return lines.slice(2);
}

const cells = (row: string | undefined): readonly string[] =>
  (row ?? '')
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

test('bench:convergence loses no pool and is not throttled', async () => {
  const [reconciler] = await bench('convergence', ['--pools', '30', '--scale', '20', '--workers', '1']);
  expect(cells(reconciler)).toMatchObject({ 0: 'reconciler, 1 worker', 2: '0.0 %', 3: '0', 4: '2.00' });
}, 180_000);

test('bench:sweep writes no record for pools in sync', async () => {
  const rows = await bench('sweep', ['--pools', '30', '--small', '12', '--workers', '1']);
  expect(rows.map((row) => cells(row)[2])).toEqual(['0', '0']);
}, 180_000);

test('bench:cost publishes only basic metrics in the default settings, which cost less than the previous ones', async () => {
  const rows = await bench('cost', ['--pools', '30', '--scale', '20']);
  const numbers = new Map(rows.map((row) => [cells(row)[0], cells(row).slice(1).map(Number)]));
  const [before = 0, now = 0] = numbers.get('sum') ?? [];
  expect(now).toBeLessThan(4);
  expect(before).toBeGreaterThan(now + 5);
  expect(numbers.get('published metrics')).toEqual([25, 4]);
}, 180_000);

test('bench:edit prints the time from an edit to the changed pool', async () => {
  const rows = await bench('edit', ['--pools', '20', '--edits', '4', '--workers', '1', '--scale', '10']);
  expect(rows.map((row) => cells(row)[0])).toEqual(['median', '99th percentile', 'maximum']);
}, 180_000);

test('bench:neighbour loses no pool', async () => {
  const [failed] = await bench('neighbour', ['--pools', '40', '--workers', '1', '--scale', '1']);
  expect(cells(failed)).toEqual(['failed pools', '0']);
}, 180_000);

test('bench:growth calls Cognito twice for each pool', async () => {
  const rows = await bench('growth', ['--pools', '20', '--steps', '1', '--scale', '20']);
  expect(rows.map((row) => cells(row)[2])).toEqual(['2.00']);
}, 180_000);

test('bench:cold measures each function and an empty one with its clients', async () => {
  const rows = await bench('cold', ['1']);
  expect(rows.map((row) => cells(row)[0])).toEqual([
    'empty, clients of reconcile',
    'reconcile',
    'empty, clients of sweep',
    'sweep',
    'empty, clients of policies',
    'policies',
    'empty, clients of arrival',
    'arrival',
  ]);
}, 180_000);

test('bench:arrival finds each active pool and is not throttled', async () => {
  const rows = await bench('arrival', ['--pools', '20', '--active', '4']);
  expect(rows.map((row) => cells(row).slice(1, 4))).toEqual([
    ['4', '16', '0'],
    ['4', '16', '0'],
  ]);
  expect(rows.map((row) => cells(row)[9])).toEqual(['0', '0']);
}, 180_000);

test('bench:budget compares four methods of sharing the rate limit', async () => {
  const rows = await bench('budget', ['--calls', '60']);
  expect(new Set(rows.map((row) => cells(row)[0]))).toEqual(
    new Set(['static split', 'leased tokens', 'slots for waiting calls', 'slots for steady work']),
  );
}, 180_000);

test('bench:faults loses no pool under any fault', async () => {
  const rows = await bench('faults', ['--pools', '2', '--scale', '100', '--faults', '2']);
  expect(rows.map((row) => cells(row)[0])).toEqual(['none', 'duplicate events']);
  expect(rows.map((row) => cells(row)[2])).toEqual(['0', '0']);
}, 180_000);

test('bench:policies reads each pool once in a sweep in sync and writes none', async () => {
  const rows = await bench('policies', ['--pools', '30', '--scale', '20', '--workers', '1', '--edits', '2']);
  const values = new Map(rows.map((row) => [cells(row)[0], cells(row)[1]]));
  expect(values.get('sweep in sync: reads of log delivery per pool')).toBe('1.000');
  expect(values.get('sweep in sync: writes of log delivery')).toBe('0');
}, 180_000);
