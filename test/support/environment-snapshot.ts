/** Returns a function that restores the environment variables of this process. `process.env` must stay the same object. */
export function environmentSnapshot(): () => void {
  const variables = { ...process.env };
  return () => {
    for (const name of Object.keys(process.env)) if (!(name in variables)) delete process.env[name];
    Object.assign(process.env, variables);
  };
}
