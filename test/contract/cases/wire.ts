import { type ContractCase, modelled, unverified } from '../case.ts';

const both = ['cognito-idp.GetLogDeliveryConfiguration', 'ssm.GetParameter'] as const;

/** Before any operation is reached. */
export const wireCases: readonly ContractCase[] = [
  ...(['cognito-idp.Nope', 'ssm.Nope', 'cognito-idp.toString', 'ssm.constructor'] as const).map(
    (call): ContractCase => ({
      name: `${call}: an operation that is not there`,
      source: modelled(1),
      steps: [{ call, send: {}, answer: { error: 'UnknownOperationException' } }],
    }),
  ),
  ...both.flatMap((call) =>
    ['{', '[]', '"x"', 'null', '{"Name":"a"}{', '\u0000', '{Name:1}'].map(
      (raw): ContractCase => ({
        name: `${call} with the body ${JSON.stringify(raw)}`,
        source: unverified(1),
        steps: [{ call, send: { raw }, answer: { error: 'SerializationException' } }],
      }),
    ),
  ),
  {
    name: 'cognito-idp: an empty body is a request without members',
    source: unverified(1),
    steps: [
      {
        call: 'cognito-idp.GetLogDeliveryConfiguration',
        send: { raw: '' },
        answer: {
          error: 'InvalidParameterException',
          message:
            "1 validation error detected: Value null at 'userPoolId' failed to satisfy constraint: Member must not be null",
        },
      },
    ],
  },
  {
    name: 'ssm: a request without its members',
    source: modelled(1),
    steps: [
      {
        call: 'ssm.GetParameter',
        send: {},
        answer: {
          error: 'ValidationException',
          message:
            "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null",
        },
      },
    ],
  },
];
