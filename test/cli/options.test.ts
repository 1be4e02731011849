import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProgram } from '../../cli/program.ts';
import { findService } from '../../cli/service/find-service.ts';
import { environmentSnapshot } from '../support/environment-snapshot.ts';

afterEach(environmentSnapshot());

interface Parsed {
  /** The options that the command received; undefined after an error. */
  readonly options: Readonly<Record<string, unknown>> | undefined;
  readonly message: string;
}

/** Parses a command line without running the command. */
async function parse(args: readonly string[]): Promise<Parsed> {
  const program = createProgram();
  let message = '';
  let options: Parsed['options'];
  for (const command of program.commands) {
    command.action(() => undefined);
    command.configureOutput({
      writeErr: (text) => {
        message += text;
      },
    });
  }
  program.hook('preAction', (_, command) => {
    options = command.opts();
  });
  await program.parseAsync(args, { from: 'user' }).catch(() => undefined);
  return { options, message };
}

const WITH_SERVICE = createProgram()
  .commands.filter(({ options }) => options.some(({ long }) => long === '--region'))
  .map((command) => command.name());

test('every command that calls AWS has the options --stage, --profile and --region', () => {
  expect(WITH_SERVICE.length).toBeGreaterThan(10);
  for (const command of createProgram().commands.filter((one) => WITH_SERVICE.includes(one.name())))
    expect(command.options.map(({ long }) => long)).toEqual(
      expect.arrayContaining(['--stage', '--profile', '--region']),
    );
});

const ONE_REGION = 'A call uses one Region. For several, run the command once for each.';
test.each([
  [['--region', ''], 'Found "". Expected a Region, for example eu-west-1.'],
  [['--region='], 'Found "". Expected a Region'],
  [['--region', ' '], 'Found " ". Expected a Region'],
  [['--region', 'eu west'], 'Found "eu west". Expected a Region'],
  [['--region', 'Ireland'], 'Found "Ireland". Expected a Region'],
  [['--region', '--stage'], 'Found "--stage". Expected a Region'],
  [['--region', 'EU-WEST-1'], 'Found "EU-WEST-1". Did you mean eu-west-1?'],
  [['--region', 'eu_west_1'], 'Did you mean eu-west-1?'],
  [['--region', 'eu west 1'], 'Did you mean eu-west-1?'],
  [['--region', 'eu-west-1a'], 'Did you mean eu-west-1?'],
  [['--region', 'eu-west-1,'], 'Did you mean eu-west-1?'],
  [['--region', ' eu-west-1 '], 'Did you mean eu-west-1?'],
  [['--region', 'eu-west-1,us-east-1'], `Found "eu-west-1,us-east-1". ${ONE_REGION}`],
  [['--region', 'eu-west-1, us-east-1'], ONE_REGION],
  [['--region', 'eu-west-1 us-east-1'], ONE_REGION],
  [['--region', 'eu-west-1', '--region', 'us-east-1'], `Found a second Region. ${ONE_REGION}`],
  [['--region', 'eu-west-1', '--region', 'eu-west-1'], `Found a second Region. ${ONE_REGION}`],
  [['--stage', ''], 'Found "". Expected at most 31 letters, digits and hyphens, for example prod.'],
  [['--stage', 'my stage'], 'Found "my stage". Expected at most 31'],
  [['--stage', 'my_stage'], 'Expected at most 31'],
  [['--stage', 'ä'], 'Expected at most 31'],
  [['--stage', 'a'.repeat(32)], 'Expected at most 31'],
  [['--stage', '--region', 'eu-west-1'], 'Found "--region". Expected at most 31'],
  [['--stage', 'dev,prod'], 'A call uses one stage.'],
  [['--stage', 'dev', '--stage', 'prod'], 'Found a second stage. A call uses one stage.'],
  [['--profile', ''], 'Found "". Expected a profile. To list the profiles, run: aws configure list-profiles'],
  [['--profile', ' '], 'Expected a profile.'],
  [['--profile', '--live'], 'Found "--live". Expected a profile.'],
  [['--profile', 'a', '--profile', 'b'], 'Found a second profile. A call uses one profile.'],
])('status %j reports the invalid option', async (args, expected) => {
  const { options, message } = await parse(['status', ...args]);
  expect(options).toBeUndefined();
  expect(message).toContain(expected);
});

test.each(['eu-west-1', 'us-gov-west-1', 'us-isob-east-1', 'eusc-de-east-1', 'cn-north-1', 'mx-central-1'])(
  'accepts the Region %s',
  async (region) => {
    expect((await parse(['status', '--region', region])).options).toMatchObject({ region });
  },
);

test('accepts a stage of 31 characters and a profile name with spaces', async () => {
  const stage = 'a'.repeat(31);
  const { options } = await parse(['status', '--stage', stage, '--profile', 'my team']);
  expect(options).toMatchObject({ stage, profile: 'my team' });
});

test('CLR_STAGE selects the stage, and --stage has precedence over it', async () => {
  process.env.CLR_STAGE = 'prod';
  expect((await parse(['status'])).options).toMatchObject({ stage: 'prod' });
  expect((await parse(['status', '--stage', 'test'])).options).toMatchObject({ stage: 'test' });
});

test.each(['', 'my_stage'])('reports the invalid stage %j in CLR_STAGE', async (stage) => {
  process.env.CLR_STAGE = stage;
  const { options, message } = await parse(['status']);
  expect(options).toBeUndefined();
  expect(message).toContain(`from env 'CLR_STAGE' is invalid. Found ${JSON.stringify(stage)}.`);
});

test.each([
  [{ AWS_REGION: '' }, 'No Region is set. AWS_REGION is empty.'],
  [{ AWS_REGION: ' ' }, 'No Region is set. AWS_REGION is empty.'],
  [{ AWS_REGION: 'eu west' }, 'Invalid Region in AWS_REGION. Found "eu west".'],
  [{ AWS_REGION: 'eu-west-1,us-east-1' }, 'A call uses one Region.'],
  [{ AWS_DEFAULT_REGION: '' }, 'No Region is set. AWS_DEFAULT_REGION is empty.'],
  [{ AWS_DEFAULT_REGION: 'Ireland' }, 'Invalid Region in AWS_DEFAULT_REGION. Found "Ireland".'],
  [{ AWS_REGION: '', AWS_DEFAULT_REGION: 'eu-west-1' }, 'No Region is set. AWS_REGION is empty.'],
])('reports the invalid Region of the environment %j', async (variables, expected) => {
  delete process.env.AWS_REGION;
  delete process.env.AWS_DEFAULT_REGION;
  Object.assign(process.env, variables);
  await expect(findService({})).rejects.toMatchObject({
    message: expect.stringContaining(expected),
    hint: 'Add --region eu-west-1, or set AWS_REGION.',
    exitCode: 1,
  });
});

test.each([
  ['region = eu west', 'Invalid Region in the profile. Found "eu west".'],
  ['region = EU-WEST-1', 'Invalid Region in the profile. Found "EU-WEST-1". Did you mean eu-west-1?'],
  ['output = json', 'No Region is set.'],
])('reports the Region of a profile with the line %j', async (line, message) => {
  const folder = await mkdtemp(join(tmpdir(), 'clr-test-'));
  const config = join(folder, 'config');
  await writeFile(config, `[profile team]\n${line}\n`);
  delete process.env.AWS_REGION;
  delete process.env.AWS_DEFAULT_REGION;
  Object.assign(process.env, { AWS_CONFIG_FILE: config, AWS_PROFILE: 'team' });
  await expect(findService({})).rejects.toMatchObject({
    message: expect.stringContaining(message),
    hint: 'Add --region eu-west-1, or set AWS_REGION.',
  });
  await rm(folder, { recursive: true });
});
