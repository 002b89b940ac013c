import type { Fault } from './fake-media-server.js';

interface ArmedFault {
  readonly fault: Fault;
  seen: number;
  used: number;
}

/** The faults that a test has ordered; the oldest one that applies wins. */
export class FaultDesk {
  private armed: ArmedFault[] = [];

  add(fault: Fault): void {
    this.armed.push({ fault, seen: 0, used: 0 });
  }

  clear(): void {
    this.armed = [];
  }

  /** Takes the fault for this request, if any. `lines` are the forms a `match` may name: with and without query. */
  take(lines: readonly string[]): Fault['kind'] | null {
    const due = this.armed.filter((armed) => matches(armed.fault, lines)).filter(isDue);
    const first = due[0];
    if (!first) return null;
    first.used += 1;
    return first.fault.kind;
  }
}

function matches({ match }: Fault, lines: readonly string[]): boolean {
  if (!match) return true;
  // A global or sticky expression remembers where it stopped; a fault must not.
  const stateless = new RegExp(match.source, match.flags.replace(/[gy]/g, ''));
  return lines.some((line) => stateless.test(line));
}

function isDue(armed: ArmedFault): boolean {
  armed.seen += 1;
  const { after = 0, times = Infinity } = armed.fault;
  return armed.seen > after && armed.used < times;
}
