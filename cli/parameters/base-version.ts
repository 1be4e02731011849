import type { Settings } from '../../lib/domain/settings.ts';
import type { ParameterVersion } from './parameter-store.ts';

/** The version of a parameter that a new text is based on. */
export interface BaseVersion {
  /** 0: the parameter does not exist. */
  readonly version: number;
  /** When the version was written, ISO 8601. Versions restart at 1 when a parameter is created again. */
  readonly at?: string;
}

type ArnSettings = Pick<Settings, 'partition' | 'region' | 'account'>;

/** Returns the ARN of a parameter. It differs between two accounts or Regions. */
export const parameterArn = ({ partition, region, account }: ArnSettings, name: string): string =>
  `arn:${partition}:ssm:${region}:${account}:parameter${name}`;

/** Returns the comment that `clr get -o yaml` writes first, and that `clr put` reads. */
export const baseComment = (arn: string, { version, at }: BaseVersion): string =>
  `# Version ${version} of ${arn}${at === undefined ? '' : `, modified ${at}`}`;

const COMMENT = /^# Version (\d+) of ([^\s,]+)(?:, modified (\S+))?[ \t]*\r?$/m;

/** Returns the version in the comment of a YAML file; undefined without a comment about this parameter. */
export function baseIn(content: string, arn: string): BaseVersion | undefined {
  const [, version, of, at] = COMMENT.exec(content) ?? [];
  if (version === undefined || of !== arn) return undefined;
  return { version: Number(version), ...(at !== undefined && { at }) };
}

/** Returns the content with another version in its comment; undefined without a comment about this parameter. */
export function withBase(content: string, arn: string, version: number): string | undefined {
  if (baseIn(content, arn) === undefined) return undefined;
  return content.replace(
    COMMENT,
    (line) => baseComment(arn, { version }) + (line.endsWith('\r') ? '\r' : ''),
  );
}

/** Whether the parameter is another version than the base, or was deleted and created again. */
export function isStale(base: BaseVersion | undefined, current: ParameterVersion | undefined): boolean {
  if (base === undefined) return false;
  if (base.version !== (current?.version ?? 0)) return true;
  return current !== undefined && base.at !== undefined && base.at !== current.at;
}
