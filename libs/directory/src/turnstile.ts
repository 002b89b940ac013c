/** Lets so many in at a time, in the order of their coming. */
export class Turnstile {
  private inside = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private seats: number) {}

  /** Takes effect as people leave; nobody inside is sent away. */
  setSeats(seats: number): void {
    this.seats = seats;
    while (this.inside < this.seats && this.waiting.length > 0) this.callNext();
  }

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

  private leave(): void {
    this.inside -= 1;
    if (this.inside < this.seats) this.callNext();
  }

  /** The seat is taken before its owner wakes up, so that nobody slips in between. */
  private callNext(): void {
    const next = this.waiting.shift();
    if (!next) return;
    this.inside += 1;
    next();
  }
}
