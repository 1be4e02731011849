#!/usr/bin/env node
/**
 * Makes of what `osls package` left in .serverless what CloudFormation StackSets can deploy in many Regions and
 * accounts: the template without a deployment bucket of its own, and the code under keys that change with it.
 *
 *   node infra/stack-set/make.mjs BUCKET_PREFIX [PACKAGED_DIR] [OUT_DIR]
 *
 * Each Region needs a bucket BUCKET_PREFIX-<Region>, readable by the accounts, that OUT_DIR/code is copied to.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

const [prefix, packaged = '.serverless', out = '.stack-set'] = process.argv.slice(2);
if (!/^[a-z0-9][a-z0-9.-]{2,40}$/.test(prefix ?? '')) {
  process.stderr.write(
    `stack-set: found ${prefix === undefined ? 'no bucket prefix' : `the bucket prefix ${prefix}`}; expected 3 to 41 small letters, digits, - or .\n`,
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
process.stdout.write(`${join(out, 'template.json')} and ${join(out, 'code')} are made\n`);
