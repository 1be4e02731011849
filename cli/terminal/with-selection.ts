import type { ServiceOptions } from '../service/options.ts';

/**
 * Returns a suggested text with the Region, stage and profile that the operator selected by options, in each `clr` and `aws`
 * command. Without them, the command would run on another fleet. Options that a command already has stay.
 */
export function withSelection(text: string, { region, stage, profile }: Partial<ServiceOptions>): string {
  const flag = (name: string, value: string | undefined): string =>
    value === undefined || text.includes(`--${name} `) ? '' : ` --${name} ${value}`;
  const forAws = `${flag('region', region)}${flag('profile', profile)}`;
  const forClr = `${flag('stage', stage)}${forAws}`;
  return text
    .replaceAll(/\baws [\w-]+ [\w-]+(?= |$)/gm, (command) => `${command}${forAws}`)
    .replaceAll(
      /\bclr (?!local|demo|completion|validate|help)(?:policy |rollout )?[a-z]+(?= |$)/gm,
      (command) => `${command}${forClr}`,
    );
}
