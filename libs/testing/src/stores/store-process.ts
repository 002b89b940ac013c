import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';

/** One throw-away server that a test run started. */
export interface Store {
  readonly url: string;
  stop(): Promise<void>;
}

export interface StoreCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly options?: SpawnOptions;
}

/** A started program together with what it printed, so that a failed start can be explained. */
export class StoreProcess {
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;
  private output = '';
  private hasEnded = false;

  constructor({ program, args, options }: StoreCommand) {
    this.child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const keep = (chunk: Buffer): void => {
      this.output = (this.output + chunk.toString()).slice(-4_000);
    };
    this.child.stdout?.on('data', keep);
    this.child.stderr?.on('data', keep);
    this.ended = new Promise((resolve) => {
      const end = (): void => {
        this.hasEnded = true;
        resolve();
      };
      this.child.once('exit', end);
      this.child.once('error', end);
    });
  }

  /** Tries `attempt` until it succeeds; fails at once when the program has ended by itself. */
  async answers(attempt: () => Promise<void>, deadline = Date.now() + 20_000): Promise<void> {
    for (;;) {
      try {
        await attempt();
        return;
      } catch (error) {
        if (this.hasEnded || Date.now() > deadline) {
          throw new Error(`a test store did not start:\n${this.output}`, { cause: error });
        }
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    }
  }

  async stop(signal: NodeJS.Signals): Promise<void> {
    if (!this.hasEnded) this.child.kill(signal);
    await this.ended;
  }
}
