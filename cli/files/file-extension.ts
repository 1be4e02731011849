/** The extensions of files that `clr` reads: JSON and YAML. */
const EXTENSION = /\.(json|ya?ml)$/i;

export const isJsonOrYamlName = (name: string): boolean => EXTENSION.test(name);

export const isJsonName = (name: string): boolean => /\.json$/i.test(name);

/** Returns the last part of a path without the extension of JSON or YAML: `prod` for `policies/prod.yaml`. */
export const baseNameOf = (path: string): string => path.split(/[\\/]/).at(-1)?.replace(EXTENSION, '') ?? '';
