import { withSelection } from '../../cli/terminal/with-selection.ts';

const selection = { region: 'us-west-2', stage: 'prod', profile: 'audit' };

test.each([
  [
    'aws logs create-log-group --log-group-name a',
    'aws logs create-log-group --region us-west-2 --profile audit --log-group-name a',
  ],
  [
    'clr get x_1 -o yaml > a.yaml; clr put x_1 a.yaml',
    'clr get --stage prod --region us-west-2 --profile audit x_1 -o yaml > a.yaml; clr put --stage prod --region us-west-2 --profile audit x_1 a.yaml',
  ],
  [
    'To list the pools, run: clr list',
    'To list the pools, run: clr list --stage prod --region us-west-2 --profile audit',
  ],
  ['clr status POOL --region eu-west-1', 'clr status --stage prod --profile audit POOL --region eu-west-1'],
  ['Start it (clr local), or unset AWS_ENDPOINT_URL.', 'Start it (clr local), or unset AWS_ENDPOINT_URL.'],
  ['clr validate a.json', 'clr validate a.json'],
])('adds the selection of the operator to %s', (text, expected) => {
  expect(withSelection(text, selection)).toBe(expected);
});

test('adds nothing when the operator selected nothing', () => {
  expect(withSelection('aws logs create-log-group; clr list', {})).toBe(
    'aws logs create-log-group; clr list',
  );
});
