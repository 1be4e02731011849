import { startWorld } from './support/clr.ts';
import { runDocumentedCommands } from './support/documented-commands.ts';

test.each(['README.md', 'docs/clr.md', 'docs/policies.md', 'docs/git.md', 'docs/targets.md'])(
  'the commands in %s print the documented output',
  async (name) => {
    const world = await startWorld(['--param', 'recheckDelay=0']);
    try {
      expect(await runDocumentedCommands(name, world)).toBeGreaterThan(4);
    } finally {
      await world.close();
    }
  },
  400_000,
);
