// @ts-check

/**
 * Says what is being done; the function that it gives says that it is done, and how long it took.
 * @param {string} what
 */
export function step(what) {
  const since = performance.now();
  process.stdout.write(`${what} …\n`);
  return () => {
    process.stdout.write(`  done in ${((performance.now() - since) / 1_000).toFixed(1)} s\n`);
  };
}
