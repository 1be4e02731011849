import type { Operation } from '../../core/operation.ts';
import { getMetricData } from './get-metric-data.ts';
import { listMetrics } from './list-metrics.ts';
import type { MetricStore } from './metrics.ts';

export const cloudWatchOperations: Readonly<Record<string, Operation<MetricStore>>> = {
  GetMetricData: getMetricData,
  ListMetrics: listMetrics,
};
