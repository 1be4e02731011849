const packagingError = require('./packaging-error.cjs');

/** Settings of version 0.1 that have a new name. */
const RENAMED = {
  levelPairing: ['logLevelValidation', 'Its values are "error" (was "refuse") and "warn".'],
  secondLook: ['recheckDelay', 'Its value is a number of seconds, as before.'],
};

/**
 * Rejects an old name in `--param` or `params`. osls ignores an unknown name, so the deployment would use the
 * default instead of the operator's value.
 */
module.exports = async ({ resolveVariable }) => {
  const errors = [];
  for (const [oldName, [newName, values]] of Object.entries(RENAMED)) {
    const value = await resolveVariable(`param:${oldName}, null`);
    if (value !== null) errors.push(`The setting "${oldName}" was renamed to "${newName}". ${values}`);
  }
  if (errors.length > 0) throw packagingError(errors.join(' '));
  return Object.keys(RENAMED);
};
