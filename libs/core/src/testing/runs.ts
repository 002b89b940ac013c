/**
 * How often properties are tried. The same cases each time, so that a failure is somebody's change and not luck; a
 * number in `WS_TEST_HISTORIES` asks for as many, and new ones each time.
 */
export function tries(
  usual: number,
  asked: string | undefined,
): { readonly numRuns: number; readonly seed?: number } {
  const numRuns = Number(asked ?? 0);
  return numRuns > 0 ? { numRuns } : { numRuns: usual, seed: 20_240_308 };
}
