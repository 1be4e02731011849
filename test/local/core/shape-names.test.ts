import type { Shape } from '../../../local/core/shapes/shape.ts';
import { cloudWatchOperations } from '../../../local/services/cloudwatch/operations.ts';
import { cognitoOperations } from '../../../local/services/cognito/operations.ts';
import { firehoseOperations } from '../../../local/services/firehose/operations.ts';
import { logsOperations } from '../../../local/services/logs/operations.ts';
import { ssmOperations } from '../../../local/services/ssm/operations.ts';

/** Returns the paths of the structures without a name in lists that have a limit. Messages show these structures. */
function unnamedIn(shape: Shape, path: string, isShown = false): readonly string[] {
  switch (shape.kind) {
    case 'list':
      return unnamedIn(
        shape.member,
        `${path}[]`,
        isShown || shape.min !== undefined || shape.max !== undefined,
      );
    case 'structure':
      return [
        ...(isShown && shape.name === undefined ? [path] : []),
        ...Object.entries(shape.members).flatMap(([name, member]) =>
          unnamedIn(member.shape, `${path}.${name}`, isShown),
        ),
      ];
    default:
      return [];
  }
}

test('every structure that a message can show has its name in the model', () => {
  const operations = {
    ...cloudWatchOperations,
    ...cognitoOperations,
    ...firehoseOperations,
    ...logsOperations,
    ...ssmOperations,
  };
  const unnamed = Object.entries(operations).flatMap(([name, { input }]) => unnamedIn(input, name));
  expect(unnamed).toEqual([]);
});
