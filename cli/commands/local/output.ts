import pc from 'picocolors';

/** Prints the address, the settings and the environment variables that clients need. */
export function greet(
  { url, seed }: { readonly url: string; readonly seed: number },
  { reconciler, quotaScale }: { readonly reconciler: boolean; readonly quotaScale: number | 'off' },
): void {
  const scale = quotaScale === 'off' ? 'no quotas' : `AWS's quotas times ${quotaScale}`;
  print(`${pc.bold('local cloud')} ready at ${pc.cyan(url)} (${scale}; seed ${seed})`);
  print(`Open it in a browser to look on; ${url}/health says whether it is ready.`);
  print(
    reconciler
      ? 'The service runs in every account and Region that you call.'
      : 'The services alone: nothing reconciles.',
  );
  print('');
  print(`  export AWS_ENDPOINT_URL=${url} AWS_REGION=us-west-2 AWS_DEFAULT_REGION=us-west-2`);
  print('  export AWS_ACCESS_KEY_ID=123456789012 AWS_SECRET_ACCESS_KEY=none   # the key is the account');
  print('');
  print('Ctrl-C ends it.');
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
