/** The steps from which the cases of parameters are built. */
import type { Expected, Step } from '../case.ts';

export const put = (name: string, changes: object = {}, response?: Expected): Step => ({
  call: 'ssm.PutParameter',
  send: { Name: `<path>/${name}`, Value: 'v', Type: 'String', ...changes },
  ...(response !== undefined && { response }),
});
export const overwrite = (name: string, Value: string, response?: Expected) =>
  put(name, { Value, Overwrite: true }, response);
export const get = (selector: string, response: Expected): Step => ({
  call: 'ssm.GetParameter',
  send: { Name: `<path>/${selector}` },
  response,
});
export const changeEvent = (operation: string, name: string, more: object = {}) => ({
  source: 'aws.ssm',
  'detail-type': 'Parameter Store Change',
  resources: [`arn:<partition>:ssm:<region>:<account>:parameter<path>/${name}`],
  detail: { operation, name: `<path>/${name}`, type: 'String', ...more },
});
export const invalid = (contains?: string): Expected => ({
  error: 'ValidationException',
  ...(contains !== undefined && { message: { contains } }),
});
export const numbersTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
