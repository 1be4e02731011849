/**
 * The constraints of the supported CloudWatch operations, from the public API model of cloudwatch (2010-08-01, from
 * botocore 1.43.11), with members in the order of the model.
 */
import {
  flag,
  integer,
  list,
  namedStructure,
  oneOf,
  optional,
  required,
  structure,
  text,
  timestamp,
} from '../../core/shapes/shape.ts';

const namespace = text({ min: 1, max: 255, pattern: '[^:].*' });
const metricName = text({ min: 1, max: 255 });
const dimensionName = text({ min: 1, max: 255 });
const dimensionValue = text({ min: 1, max: 1024 });
const accountId = text({ min: 1, max: 255 });
const period = integer({ min: 1 });
const unit = oneOf(
  'Seconds',
  'Microseconds',
  'Milliseconds',
  'Bytes',
  'Kilobytes',
  'Megabytes',
  'Gigabytes',
  'Terabytes',
  'Bits',
  'Kilobits',
  'Megabits',
  'Gigabits',
  'Terabits',
  'Percent',
  'Count',
  'Bytes/Second',
  'Kilobytes/Second',
  'Megabytes/Second',
  'Gigabytes/Second',
  'Terabytes/Second',
  'Bits/Second',
  'Kilobits/Second',
  'Megabits/Second',
  'Gigabits/Second',
  'Terabits/Second',
  'Count/Second',
  'None',
);

const metric = namedStructure('Metric', {
  Namespace: optional(namespace),
  MetricName: optional(metricName),
  Dimensions: optional(
    list(
      namedStructure('Dimension', {
        Name: required(dimensionName),
        Value: required(dimensionValue),
      }),
      { max: 30 },
    ),
  ),
});

export const getMetricDataInput = structure({
  MetricDataQueries: required(
    list(
      namedStructure('MetricDataQuery', {
        Id: required(text({ min: 1, max: 255 })),
        MetricStat: optional(
          namedStructure('MetricStat', {
            Metric: required(metric),
            Period: required(period),
            Stat: required(text()),
            Unit: optional(unit),
          }),
        ),
        Expression: optional(text({ min: 1, max: 2048 })),
        Label: optional(text()),
        ReturnData: optional(flag),
        Period: optional(period),
        AccountId: optional(accountId),
      }),
    ),
  ),
  StartTime: required(timestamp),
  EndTime: required(timestamp),
  NextToken: optional(text()),
  ScanBy: optional(oneOf('TimestampDescending', 'TimestampAscending')),
  MaxDatapoints: optional(integer()),
  LabelOptions: optional(namedStructure('LabelOptions', { Timezone: optional(text()) })),
});

export const listMetricsInput = structure({
  Namespace: optional(namespace),
  MetricName: optional(metricName),
  Dimensions: optional(
    list(
      namedStructure('DimensionFilter', {
        Name: required(dimensionName),
        Value: optional(dimensionValue),
      }),
      { max: 10 },
    ),
  ),
  NextToken: optional(text()),
  RecentlyActive: optional(oneOf('PT3H')),
  IncludeLinkedAccounts: optional(flag),
  OwningAccount: optional(accountId),
});
