/** Lets so many in at a time, in the order of their coming. */
export class Turnstile {
  private inside = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly seats: number) {}

  /** Resolves with what gives the seat back. */
  async enter(): Promise<() => void> {
    if (this.inside >= this.seats) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.inside += 1;
    let isInside = true;
    return () => {
      if (isInside) this.leave();
      isInside = false;
    };
  }

  /** The seat goes to the next in line without becoming free in between. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.inside -= 1;
  }
}
