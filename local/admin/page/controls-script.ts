/**
 * The script of the controls. They are a client of the local cloud like any other: edits are calls of the AWS API, so
 * that they cause the events of a real edit. Faults and the time use the admin API.
 */
export const CONTROLS_SCRIPT = `
const result = document.querySelector('#result');
const place = document.querySelector('#place');
const target = document.querySelector('#pool');
const PREFIX = '/cognito-log-delivery/pools/';
const here = () => { const [account, region] = place.value.split('/'); return { account, region }; };
const signed = (service) => {
  const { account, region } = here();
  return 'AWS4-HMAC-SHA256 Credential=' + account + '/20260101/' + region + '/' + service + '/aws4_request, SignedHeaders=host, Signature=none';
};
async function send(path, method, body, headers = {}) {
  const response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await response.text();
  let data; try { data = JSON.parse(text); } catch { data = {}; }
  if (!response.ok || response.headers.get('x-amz-function-error')) {
    const problem = data.errors?.map(({ field, message }) => field + ': ' + message).join('; ');
    throw new Error(problem ?? [data.__type?.split('#').at(-1), data.message ?? data.Message ?? data.errorMessage].filter(Boolean).join(': ') ?? text);
  }
  return data;
}
const TARGETS = { 'cognito-idp': 'AWSCognitoIdentityProviderService', ssm: 'AmazonSSM', logs: 'Logs_20140328' };
const aws = (service, operation, body) => send('/', 'POST', body, {
  'content-type': 'application/x-amz-json-1.1', 'x-amz-target': TARGETS[service] + '.' + operation, authorization: signed(service),
});
const group = (name) => 'arn:aws:logs:' + here().region + ':' + here().account + ':log-group:' + name;
const toGroup = (name) => [{ EventSource: 'userNotification', LogLevel: 'ERROR', CloudWatchLogsConfiguration: { LogGroupArn: group(name) } }];
const logGroup = () => document.querySelector('#group').value;
const poolId = () => { if (!target.value) throw new Error('Select a pool.'); return target.value; };
const fault = (body) => send('/_local/faults', 'POST', { ...here(), ...body });
const move = async (milliseconds) => 'The time is ' + (await send('/_local/time', 'POST', { move: milliseconds })).now + '.';
const ACTIONS = {
  async create() {
    const name = document.querySelector('#name').value;
    const { UserPool } = await aws('cognito-idp', 'CreateUserPool', { PoolName: name });
    return 'Created the pool ' + name + ' (' + UserPool.Id + ').';
  },
  async put() {
    const Value = JSON.stringify({ LogConfigurations: toGroup(logGroup()) });
    const { Version } = await aws('ssm', 'PutParameter', { Name: PREFIX + poolId(), Type: 'String', Overwrite: true, Value });
    return 'Wrote version ' + Version + ' of the parameter of ' + poolId() + '.';
  },
  async invalid() {
    const Value = JSON.stringify({ LogConfigurations: [{ EventSource: 'userNotification', LogLevel: 'INFO' }] });
    await aws('ssm', 'PutParameter', { Name: PREFIX + poolId(), Type: 'String', Overwrite: true, Value });
    return 'Wrote an invalid parameter of ' + poolId() + '.';
  },
  async remove() { await aws('ssm', 'DeleteParameter', { Name: PREFIX + poolId() }); return 'Deleted the parameter of ' + poolId() + '.'; },
  async empty() {
    await aws('cognito-idp', 'SetLogDeliveryConfiguration', { UserPoolId: poolId(), LogConfigurations: [] });
    return 'Removed the log delivery of ' + poolId() + ' by hand.';
  },
  async redirect() {
    await aws('cognito-idp', 'SetLogDeliveryConfiguration', { UserPoolId: poolId(), LogConfigurations: toGroup('/by-hand') });
    return 'Redirected the logs of ' + poolId() + ' by hand.';
  },
  async deleteGroup() { await aws('logs', 'DeleteLogGroup', { logGroupName: logGroup() }); return 'Deleted the log group ' + logGroup() + '. The next sweep reports it.'; },
  async createGroup() { await aws('logs', 'CreateLogGroup', { logGroupName: logGroup() }); return 'Created the log group ' + logGroup() + '.'; },
  async throttle() { const operation = document.querySelector('#operation').value; await fault({ operation, error: operation.startsWith('ssm.') ? 'ThrottlingException' : 'TooManyRequestsException', callers: 'functions', count: 5 }); return 'The next 5 calls of ' + operation + ' by the functions are throttled.'; },
  async fail() { const operation = document.querySelector('#operation').value; await fault({ operation, error: 'InternalErrorException', status: 500, callers: 'functions', count: 5 }); return 'The next 5 calls of ' + operation + ' by the functions fail.'; },
  async lose() { await fault({ events: 'lose', count: 1 }); return 'The next event is lost.'; },
  async clear() { await send('/_local/faults', 'DELETE'); return 'Removed all faults.'; },
  hour: () => move(3600000),
  day: () => move(86400000),
  async sweep() {
    const { sweepFunction } = places.find(({ key }) => key === place.value) ?? {};
    if (!sweepFunction) throw new Error('The service is not deployed here.');
    const swept = await send('/2015-03-31/functions/' + sweepFunction + '/invocations', 'POST', {}, { authorization: signed('lambda') });
    return 'Sweep: ' + swept.result + ', ' + swept.managed + ' managed pools.';
  },
};
let places = [];
function showTargets(sections) {
  places = sections.map((section) => ({ ...section, key: section.account + '/' + section.region }));
  const options = (element, values, texts = values) => {
    if ([...element.options].map(({ value }) => value).join() === values.join()) return;
    const chosen = element.value;
    element.replaceChildren(...values.map((value, at) => new Option(texts[at], value)));
    if (values.includes(chosen)) element.value = chosen;
  };
  options(place, places.map(({ key }) => key));
  options(target, places.find(({ key }) => key === place.value)?.poolIds ?? []);
}
place.addEventListener('change', () => showTargets(places));
document.addEventListener('click', async (event) => {
  const button = event.target.closest('button[data-action]');
  if (!button) return;
  button.disabled = true;
  result.className = 'quiet';
  try { result.textContent = await ACTIONS[button.dataset.action](); }
  catch (error) { result.className = 'bad'; result.textContent = error.message; }
  finally { button.disabled = false; }
});
document.querySelector('#controls').addEventListener('submit', (event) => event.preventDefault());
`;
