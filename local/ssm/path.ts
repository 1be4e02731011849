/** Whether a parameter's name is below that path: at any depth, or directly below it. */
export function isBelow(path: string, name: string, recursive: boolean): boolean {
  const folder = path.endsWith('/') ? path : `${path}/`;
  if (folder === '/' && !name.startsWith('/')) return recursive || !name.includes('/');
  return name.startsWith(folder) && (recursive || !name.slice(folder.length).includes('/'));
}
