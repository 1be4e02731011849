import { type LogConfiguration, normalized } from '../log-configuration.ts';
import type { ParameterValue } from './schema.ts';

/** Returns the entries in their order, without `null`, which means that a member is absent. */
export const entriesOf = (entries: ParameterValue['LogConfigurations']): readonly LogConfiguration[] =>
  normalized<LogConfiguration>(
    entries.map(({ CloudWatchLogsConfiguration, FirehoseConfiguration, S3Configuration, ...entry }) => ({
      ...entry,
      ...(CloudWatchLogsConfiguration && { CloudWatchLogsConfiguration }),
      ...(FirehoseConfiguration && { FirehoseConfiguration }),
      ...(S3Configuration && { S3Configuration }),
    })),
  );
