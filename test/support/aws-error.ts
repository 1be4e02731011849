/** An error as the SDK throws it: AWS's name for it is its `name`. */
export const awsError = (name: string, message = `${name} was answered`): Error =>
  Object.assign(new Error(message), { name });

/** Every page of a listing, in order. */
export async function pagesOf<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}
