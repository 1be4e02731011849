import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { cachedPackage } from '../../local/cloudformation/package/package-cache.ts';

/** The part of the packaged template that has a price, in the default settings. */
export interface ServiceTemplate {
  /** Alarms are billed by the metrics that they read. */
  readonly alarmMetrics: number;
  readonly reconcileMb: number;
  readonly sweepMb: number;
  readonly policiesMb: number;
  /** The setting `upkeepConcurrency`. */
  readonly upkeepWorkers: number;
  /** The setting `metrics`. */
  readonly metrics: string;
}

const templateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.looseObject({
      Type: z.string(),
      Condition: z.string().optional(),
      Properties: z.looseObject({
        Metrics: z.array(z.looseObject({ MetricStat: z.unknown().optional() })).optional(),
      }),
    }),
  ),
});
const functionSchema = z.object({
  MemorySize: z.number(),
  Environment: z.object({ Variables: z.looseObject({ METRICS: z.string() }) }),
});
const mappingSchema = z.object({ ScalingConfig: z.object({ MaximumConcurrency: z.number() }) });

/** Packages the service and reads its template. The check of arrival is off by default, and so are its alarms. */
export async function readServiceTemplate(): Promise<ServiceTemplate> {
  const outDir = await mkdtemp(join(tmpdir(), 'clr-cost-'));
  try {
    await cachedPackage({ projectDir: resolve(import.meta.dirname, '../..'), params: {}, outDir });
    const text = await readFile(join(outDir, 'cloudformation-template-update-stack.json'), 'utf8');
    const { Resources } = templateSchema.parse(JSON.parse(text));
    const properties = (id: string): unknown => Resources[id]?.Properties;
    const alarms = Object.values(Resources).filter(
      ({ Type, Condition }) => Type === 'AWS::CloudWatch::Alarm' && Condition !== 'ChecksArrival',
    );
    const metricsOf = (metrics: readonly { MetricStat?: unknown }[] | undefined): number =>
      metrics?.filter(({ MetricStat }) => MetricStat !== undefined).length ?? 1;
    const reconcile = functionSchema.parse(properties('ReconcileLambdaFunction'));
    return {
      alarmMetrics: alarms.reduce((sum, { Properties }) => sum + metricsOf(Properties.Metrics), 0),
      reconcileMb: reconcile.MemorySize,
      sweepMb: functionSchema.parse(properties('SweepLambdaFunction')).MemorySize,
      policiesMb: functionSchema.parse(properties('PoliciesLambdaFunction')).MemorySize,
      upkeepWorkers: mappingSchema.parse(properties('ReconcileEventSourceMappingSQSUpkeepQueue'))
        .ScalingConfig.MaximumConcurrency,
      metrics: reconcile.Environment.Variables.METRICS,
    };
  } finally {
    await rm(outDir, { recursive: true });
  }
}
