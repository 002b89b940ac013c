// @ts-check
/** What the person at the terminal can put right: shown as one line, never as a stack trace. */
export class Refusal extends Error {}

/**
 * Runs a program of this folder and turns what it throws into one line and a non-zero end.
 * @param {() => Promise<void>} program
 */
export async function runProgram(program) {
  try {
    await program();
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  }
}

/** @param {unknown} error */
function explain(error) {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof Refusal) return error.message;
  if (process.env.WS_DEBUG) return error.stack ?? error.message;
  return `Something went wrong: ${error.message.split('\n')[0]} (WS_DEBUG=1 shows where)`;
}
