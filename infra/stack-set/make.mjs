#!/usr/bin/env node
/**
 * Converts the output of `osls package` (.serverless) for CloudFormation StackSets, which can deploy it in many Regions
 * and accounts. The template has no deployment bucket, and the S3 key of each zip contains a hash of its content.
 *
 *   node infra/stack-set/make.mjs BUCKET_PREFIX [PACKAGED_DIR] [OUT_DIR]
 *
 * Each Region needs a bucket BUCKET_PREFIX-<Region> that the accounts can read. Copy OUT_DIR/code to it.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

const [prefix, packaged = '.serverless', out = '.stack-set'] = process.argv.slice(2);
if (!/^[a-z0-9][a-z0-9.-]{2,40}$/.test(prefix ?? '')) {
  process.stderr.write(
    `stack-set: ${prefix === undefined ? 'The bucket prefix is missing.' : `Invalid bucket prefix: ${prefix}.`} Expected 3 to 41 lowercase letters, digits, - or . characters.\n`,
  );
  process.exit(1);
}

const template = JSON.parse(
  await readFile(join(packaged, 'cloudformation-template-update-stack.json'), 'utf8'),
);
delete template.Resources.ServerlessDeploymentBucket;
delete template.Resources.ServerlessDeploymentBucketPolicy;
delete template.Outputs.ServerlessDeploymentBucketName;

await mkdir(join(out, 'code'), { recursive: true });
for (const { Type, Properties } of Object.values(template.Resources)) {
  if (Type !== 'AWS::Lambda::Function') continue;
  const name = basename(Properties.Code.S3Key);
  const zip = await readFile(join(packaged, name));
  const hash = createHash('sha256').update(zip).digest('hex').slice(0, 16);
  const key = `${basename(name, '.zip')}-${hash}.zip`;
  await writeFile(join(out, 'code', key), zip);
  Properties.Code = { S3Bucket: { 'Fn::Sub': `${prefix}-\${AWS::Region}` }, S3Key: key };
}
await writeFile(join(out, 'template.json'), `${JSON.stringify(template, null, 1)}\n`);
process.stdout.write(`${join(out, 'template.json')} and ${join(out, 'code')} were written.\n`);
