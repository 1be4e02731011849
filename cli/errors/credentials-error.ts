import { shellWord } from '../service/profiles.ts';

interface Described {
  readonly message: string;
  readonly hint: string;
}

/** Describes why the SDK found no credentials. Its own message is often "Could not load credentials from any providers". */
export function describeCredentialsError(message: string, env: NodeJS.ProcessEnv): Described {
  const profile = env.AWS_PROFILE;
  const option = profile ? ` --profile ${shellWord(profile)}` : '';
  if (/multi-factor|MFA/i.test(message))
    return {
      message,
      hint: `Create temporary credentials: eval "$(aws configure export-credentials${option} --format env)" and unset AWS_PROFILE.`,
    };
  if (/\bSSO\b|token/i.test(message)) return { message, hint: `Sign in: aws sso login${option}` };
  if (!/^Could not (load|resolve) credentials/.test(message)) return { message, hint: SIGN_IN };
  if (profile)
    return {
      message: `The profile ${JSON.stringify(profile)} provides no credentials.`,
      hint: `To see the reason, run: aws sts get-caller-identity${option}`,
    };
  if (Boolean(env.AWS_ACCESS_KEY_ID) !== Boolean(env.AWS_SECRET_ACCESS_KEY)) {
    const [set, missing] = env.AWS_ACCESS_KEY_ID
      ? ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']
      : ['AWS_SECRET_ACCESS_KEY', 'AWS_ACCESS_KEY_ID'];
    return {
      message: `${set} is set, but ${missing} is not.`,
      hint: 'Set both variables, or use a profile (--profile NAME).',
    };
  }
  return { message: 'No AWS credentials found.', hint: SIGN_IN };
}

export const SIGN_IN = 'Sign in (aws sso login), set AWS_PROFILE or add --profile NAME.';
