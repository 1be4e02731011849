#!/usr/bin/env bash
# Packages the service for three stages, the longest one included, and checks each template with cfn-lint in one Region
# of each partition. Run by `npm run lint:template`. W3005 reports dependencies that CloudFormation adds as well.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v cfn-lint >/dev/null; then
  echo 'cfn-lint is not installed (pip install cfn-lint): the template was not checked'
  exit 0
fi

regions=(us-east-1 cn-north-1 us-gov-west-1 eusc-de-east-1 us-iso-east-1 us-isob-east-1 eu-isoe-west-1 us-isof-south-1)
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
for stage in dev prod a-stage-of-thirty-one-character; do
  npx osls package --stage "$stage" --package "$directory/$stage"
  cfn-lint --ignore-checks W3005 --regions "${regions[@]}" \
    --template "$directory/$stage/cloudformation-template-update-stack.json"
done
