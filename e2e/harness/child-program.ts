import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { eventually } from './eventually.js';

export const repository = resolve(import.meta.dirname, '../..');

/** A Node program of this repository, with all that it printed. The IPC channel ends it when the test run dies. */
export class ChildProgram {
  private readonly child: ChildProcess;
  private printed = '';
  private ending: { readonly code: number | null; readonly signal: NodeJS.Signals | null } | null = null;

  constructor(file: string, env: NodeJS.ProcessEnv) {
    this.child = spawn(process.execPath, [resolve(repository, file)], {
      cwd: repository,
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.printed += chunk.toString();
      });
    }
    this.child.once('close', (code, signal) => {
      this.ending = { code, signal };
    });
  }

  get output(): string {
    return this.printed;
  }

  get lines(): readonly string[] {
    return this.printed.split('\n').filter((line) => line !== '');
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** The first line that fits; fails with the output when the program ends without it. */
  line(pattern: RegExp, withinMs = 90_000): Promise<string> {
    const look = (): string | null => {
      const found = this.lines.find((line) => pattern.test(line));
      if (found === undefined && this.ending) throw new Error(`the program ended:\n${this.printed}`);
      return found ?? null;
    };
    return eventually(`a line like ${pattern.source}`, look, withinMs);
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async exitCode(withinMs = 60_000): Promise<number | null> {
    const { code } = await eventually('the program ends', () => this.ending, withinMs);
    return code;
  }
}
