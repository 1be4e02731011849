/**
 * Returns `provider.deploymentBucket`, from the setting `deploymentBucket`. The frameworks reject an empty name. An
 * object without a name makes them create or choose the bucket, as without this property.
 */
module.exports = async ({ resolveVariable }) => {
  const name = await resolveVariable('param:deploymentBucket');
  return name === '' ? {} : { name };
};
