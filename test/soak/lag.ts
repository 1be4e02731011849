/** The longest time, in virtual milliseconds, that reads of Cognito and Parameter Store lag behind writes. */
export const LAG_MS = 10_000;
