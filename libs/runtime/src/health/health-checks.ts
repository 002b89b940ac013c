export type Health = {
  readonly status: 'ready' | 'degraded' | 'not-ready';
  readonly checks: Readonly<Record<string, 'up' | 'down'>>;
};

type Check = { readonly name: string; readonly look: () => Promise<unknown>; readonly essential: boolean };
type Finding = Check & { readonly isUp: boolean };

const LONGEST_LOOK_MS = 2_000;
const LOOK_AGAIN_MS = 500;

/** What this process needs in order to work; each room adds its own. */
export class HealthChecks {
  private readonly checks: Check[] = [];
  private phase: 'starting' | 'running' | 'stopping' = 'starting';

  constructor(private readonly longestLookMs = LONGEST_LOOK_MS) {}

  /** `look` throws when the thing is away. What is not essential only degrades the answer. */
  add(name: string, look: () => Promise<unknown>, { essential = true } = {}): void {
    this.checks.push({ name, look, essential });
  }

  started(): void {
    if (this.phase === 'starting') this.phase = 'running';
  }

  stopping(): void {
    this.phase = 'stopping';
  }

  async look(): Promise<Health> {
    const found = await this.lookAround();
    const checks = Object.fromEntries(
      found.map(({ name, isUp }) => [name, isUp ? ('up' as const) : ('down' as const)]),
    );
    if (this.phase !== 'running' || found.some(isMissed)) return { status: 'not-ready', checks };
    return { status: found.every(({ isUp }) => isUp) ? 'ready' : 'degraded', checks };
  }

  /** Resolves when everything essential is up; false when `signal` came first. */
  async whenReady(signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      if (!(await this.lookAround()).some(isMissed)) return true;
      await pause(LOOK_AGAIN_MS, signal);
    }
    return false;
  }

  private lookAround(): Promise<readonly Finding[]> {
    return Promise.all(
      this.checks.map(async (check) => ({ ...check, isUp: await isUp(check, this.longestLookMs) })),
    );
  }
}

const isMissed = ({ essential, isUp }: Finding): boolean => essential && !isUp;

async function isUp({ look }: Check, longestMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), longestMs);
  });
  try {
    return await Promise.race([look().then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
