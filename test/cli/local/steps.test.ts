import { createSteps } from '../../../cli/commands/local/steps.ts';

function stepsAt() {
  let now = 0;
  const lines: string[] = [];
  const steps = createSteps(
    (line) => lines.push(line),
    () => now,
  );
  const take = (ms: number) => async () => {
    now += ms;
    return ms;
  };
  return { steps, take, lines };
}

test('prints the seconds of a step that takes a second or longer, and returns its result', async () => {
  const { steps, take, lines } = stepsAt();
  expect(await steps.run('template', take(4_140))).toBe(4_140);
  await steps.run('bundles', take(999));
  expect(lines).toEqual(['4.1 s  Made the template (kept until serverless.yml or infra/ changes)']);
  expect(steps.total()).toBe('5.1 s');
});

test('counts the time before the first step as loading', async () => {
  const { steps, take, lines } = stepsAt();
  await take(800)();
  await steps.run('load', take(400));
  expect(lines).toEqual(['1.2 s  Loaded the local cloud']);
});

test('does not print a step that fails', async () => {
  const { steps, take, lines } = stepsAt();
  const fail = async () => {
    await take(2_000)();
    throw new Error('failed');
  };
  await expect(steps.run('functions', fail)).rejects.toThrow('failed');
  expect(lines).toEqual([]);
});
