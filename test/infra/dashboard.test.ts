import { z } from 'zod';
import { OUTCOMES } from '../../lib/domain/outcome.ts';
import { BASIC_METRICS, COUNTS, METRIC_NAMESPACE, VALUES } from '../../lib/reconcile/metrics.ts';
import { type PackagedService, packageService } from '../support/packaged-service.ts';
import { ofType, propertiesOf } from '../support/template.ts';

let service: PackagedService;
beforeAll(async () => {
  service = await packageService();
}, 180_000);
afterAll(() => service?.remove());

const position = { x: z.number(), y: z.number(), width: z.number(), height: z.number() };
const metricWidget = z.strictObject({
  ...position,
  type: z.literal('metric'),
  properties: z.looseObject({
    title: z.string(),
    metrics: z.array(z.array(z.union([z.string(), z.record(z.string(), z.unknown())]))),
  }),
});
const logWidget = z.strictObject({
  ...position,
  type: z.literal('log'),
  properties: z.looseObject({ title: z.string(), view: z.literal('timeSeries'), query: z.string() }),
});
const dashboardSchema = z.object({ widgets: z.array(z.union([metricWidget, logWidget])) });

const widgets = () => {
  const { DashboardBody } = z
    .object({ DashboardBody: z.object({ 'Fn::Sub': z.string() }) })
    .parse(propertiesOf(service.template, 'Dashboard'));
  const text = DashboardBody['Fn::Sub'].replaceAll('${AWS::Region}', 'eu-west-1');
  expect(text).not.toContain('${');
  return dashboardSchema.parse(JSON.parse(text)).widgets;
};
const queries = () => widgets().flatMap((widget) => (widget.type === 'log' ? [widget.properties.query] : []));
const ownMetrics = () =>
  widgets()
    .flatMap((widget) => (widget.type === 'metric' ? widget.properties.metrics : []))
    .filter(([namespace]) => namespace === METRIC_NAMESPACE);
/** Returns the fields in the functions `sum`, `max` and `pct` of a query. */
const fieldsOf = (query: string) =>
  [...query.matchAll(/(?:sum|max|pct)\(([A-Za-z.]+)/g)].map(([, field = '']) => field);
const GROUPS = ['PoolsByOutcome', 'CallsByCategory', 'ThrottlesByCategory'];
const isBasic = (name: string) => [...BASIC_METRICS].some((basic) => basic === name);

test('shows as metrics only those of the setting metrics: basic, of this stage', () => {
  for (const [, name, dimension, value] of ownMetrics()) {
    expect(isBasic(String(name))).toBe(true);
    expect([dimension, value]).toEqual(['service', 'cognito-log-reconciler-dev']);
  }
});

test('queries the log only for fields that the functions write and do not publish with basic', () => {
  for (const field of queries().flatMap(fieldsOf)) {
    const [name = ''] = field.split('.');
    expect([...COUNTS, ...Object.keys(VALUES), ...GROUPS]).toContain(name);
    expect(isBasic(name)).toBe(false);
  }
});

test('queries log groups of functions of this stage, and groups by time only', () => {
  const groups = ofType(service.template, 'AWS::Logs::LogGroup').map(
    (id) => propertiesOf(service.template, id).LogGroupName,
  );
  for (const query of queries()) {
    const sources = [...query.matchAll(/SOURCE '([^']+)'/g)].map(([, name]) => name);
    expect(sources).not.toHaveLength(0);
    for (const source of sources) expect(groups).toContain(source);
    expect(query).toMatch(/^(SOURCE '[^']+' \| )+filter .+ \| stats .+ by bin\((1h|5m)\)$/);
  }
});

test('queries the calls and lost events of all functions that exist in each deployment', () => {
  const ofAllFunctions = queries().filter((query) =>
    /EventsLost|CallsByCategory|ThrottlesByCategory/.test(query),
  );
  expect(ofAllFunctions).toHaveLength(3);
  for (const query of ofAllFunctions)
    for (const name of ['reconcile', 'sweep', 'policies'])
      expect(query).toContain(`SOURCE '/aws/lambda/cognito-log-reconciler-dev-${name}' |`);
});

test('shows every outcome', () => {
  const shown = queries()
    .flatMap(fieldsOf)
    .filter((field) => field.startsWith('PoolsByOutcome.'));
  expect(shown.map((field) => field.replace('PoolsByOutcome.', '')).toSorted()).toEqual([...OUTCOMES].sort());
});

test('places the widgets beside each other in 24 columns', () => {
  const places = widgets().map(({ x, y, width, height }) => {
    expect(x + width).toBeLessThanOrEqual(24);
    expect([width, height]).toEqual([8, 6]);
    return `${x} ${y}`;
  });
  expect(new Set(places).size).toBe(places.length);
});
