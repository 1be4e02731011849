/**
 * Lets osls 4, serverless 3 and serverless 4 read the same serverless.yml (docs/decisions/0016-support-three-frameworks.md).
 * Everything else is still validated, so a typo fails in each of them.
 */
module.exports = class FrameworkCompatibility {
  constructor(serverless) {
    const handler = serverless.configSchemaHandler;
    const { properties, definitions } = handler.schema;
    // Only serverless 4 has this property. There, `esbuild: false` leaves the bundling to serverless-esbuild.
    if (!properties.build)
      handler.defineTopLevelProperty('build', {
        type: 'object',
        properties: { esbuild: { const: false } },
        additionalProperties: false,
      });
    // serverless 3 knows no runtime after nodejs20.x.
    const { runtime } = serverless.service.provider;
    const runtimes = definitions.awsLambdaRuntime?.enum;
    if (runtimes && !runtimes.includes(runtime) && /^nodejs\d\d\.x$/.test(runtime)) runtimes.push(runtime);
  }
};
