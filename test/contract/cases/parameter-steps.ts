/** The steps that the cases of parameters are made of. */
import type { Expected, Step } from '../case.ts';

export const put = (name: string, changes: object = {}, answer?: Expected): Step => ({
  call: 'ssm.PutParameter',
  send: { Name: `<path>/${name}`, Value: 'v', Type: 'String', ...changes },
  ...(answer !== undefined && { answer }),
});
export const again = (name: string, Value: string, answer?: Expected) =>
  put(name, { Value, Overwrite: true }, answer);
export const get = (selector: string, answer: Expected): Step => ({
  call: 'ssm.GetParameter',
  send: { Name: `<path>/${selector}` },
  answer,
});
export const change = (operation: string, name: string, more: object = {}) => ({
  source: 'aws.ssm',
  'detail-type': 'Parameter Store Change',
  resources: [`arn:<partition>:ssm:<region>:<account>:parameter<path>/${name}`],
  detail: { operation, name: `<path>/${name}`, type: 'String', ...more },
});
export const invalid = (holds?: string): Expected => ({
  error: 'ValidationException',
  ...(holds !== undefined && { message: { holds } }),
});
export const many = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
