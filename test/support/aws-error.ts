/** Returns an error like those of the SDK, whose `name` is AWS's error name. */
export const awsError = (name: string, message = `the response is ${name}`): Error =>
  Object.assign(new Error(message), { name });

/** Returns all pages of a listing in order. */
export async function pagesOf<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}
