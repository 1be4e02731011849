import { type Html, html } from '../../../html/html.ts';

/** The operations that faults can be injected into from the page. */
const OPERATIONS = [
  'cognito-idp.SetLogDeliveryConfiguration',
  'cognito-idp.GetLogDeliveryConfiguration',
  'ssm.GetParameters',
  'dynamodb.PutItem',
] as const;

const action = (name: string, text: string): Html =>
  html`<button type="button" data-action="${name}">${text}</button>`;

/** The form that creates drift, faults and time, so that a demonstration needs no other tool. */
export const controls: Html = html`<details class="card controls" open><summary>Controls</summary>
<form id="controls">
<fieldset><legend>Target</legend><label>Account and Region <select id="place"></select></label><label>Pool <select id="pool"></select></label></fieldset>
<fieldset><legend>Pool, edited by hand</legend>${action('empty', 'Remove its logs')}${action('redirect', 'Redirect its logs')}<label>Name of a new pool <input id="name" value="shop" maxlength="128"></label>${action('create', 'Create')}</fieldset>
<fieldset><legend>Parameter</legend><label>Log group <input id="group" value="/aws/vendedlogs/cognito"></label>${action('put', 'Write')}${action('invalid', 'Write an invalid one')}${action('remove', 'Delete')}</fieldset>
<fieldset><legend>Log group</legend>${action('deleteGroup', 'Delete')}${action('createGroup', 'Create')}</fieldset>
<fieldset><legend>Faults</legend><label>Operation <select id="operation">${OPERATIONS.map((operation) => html`<option>${operation}</option>`)}</select></label>${action('throttle', 'Throttle 5 calls')}${action('fail', 'Fail 5 calls')}${action('lose', 'Lose an event')}${action('clear', 'Remove all')}</fieldset>
<fieldset><legend>Time</legend>${action('hour', '+1 hour')}${action('day', '+1 day')}${action('sweep', 'Run a sweep')}</fieldset>
</form>
<p id="result" class="quiet" role="status">Each control is a call of the AWS API or of the admin API of this cloud.</p>
</details>`;
