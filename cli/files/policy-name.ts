/** Returns the name in the name of a file: `prod` for `policies/prod.yaml`. */
export const policyNameOfFile = (file: string): string =>
  file
    .split(/[\\/]/)
    .at(-1)
    ?.replace(/\.(json|ya?ml)$/i, '') ?? '';
