/** The account and Region of the demo. */
export const ACCOUNT = '123456789012';
export const REGION = 'us-west-2';
