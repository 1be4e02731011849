import { type ContractCase, modelled, unverified } from '../case.ts';

const both = ['cognito-idp.GetLogDeliveryConfiguration', 'ssm.GetParameter'] as const;

/** Requests that are rejected before an operation runs. */
export const wireCases: readonly ContractCase[] = [
  ...(['cognito-idp.Nope', 'ssm.Nope', 'cognito-idp.toString', 'ssm.constructor'] as const).map(
    (call): ContractCase => ({
      name: `${call} is rejected as an unknown operation`,
      source: modelled('wire-protocol'),
      steps: [{ call, send: {}, response: { error: 'UnknownOperationException' } }],
    }),
  ),
  ...both.flatMap((call) =>
    ['{', '[]', '"x"', 'null', '{"Name":"a"}{', '\u0000', '{Name:1}'].map(
      (raw): ContractCase => ({
        name: `${call} rejects the body ${JSON.stringify(raw)}`,
        source: unverified('error-cases'),
        steps: [{ call, send: { raw }, response: { error: 'SerializationException' } }],
      }),
    ),
  ),
  {
    name: 'cognito-idp.GetLogDeliveryConfiguration treats an empty body as a request without members',
    source: unverified('bad-input'),
    steps: [
      {
        call: 'cognito-idp.GetLogDeliveryConfiguration',
        send: { raw: '' },
        response: {
          error: 'InvalidParameterException',
          message:
            "1 validation error detected: Value null at 'userPoolId' failed to satisfy constraint: Member must not be null",
        },
      },
    ],
  },
  {
    name: 'ssm.GetParameter rejects a request without members',
    source: modelled('shape-checks'),
    steps: [
      {
        call: 'ssm.GetParameter',
        send: {},
        response: {
          error: 'ValidationException',
          message:
            "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null",
        },
      },
    ],
  },
];
