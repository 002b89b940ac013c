/** Lets so many in at a time, in the order of their coming; whoever is urgent goes before the others. */
export class Turnstile {
  private inside = 0;
  private readonly urgent: (() => void)[] = [];
  private readonly waiting: (() => void)[] = [];

  /** `spare` seats more are there for the urgent alone, so that they need not wait for one of the others to leave. */
  constructor(
    private seats: number,
    private readonly spare = 0,
  ) {}

  /** Takes effect as people leave; nobody inside is sent away. */
  setSeats(seats: number): void {
    this.seats = seats;
    this.callNext();
  }

  /** Resolves with what gives the seat back. */
  async enter(isUrgent = false): Promise<() => void> {
    const queue = isUrgent ? this.urgent : this.waiting;
    const arrived = new Promise<void>((resolve) => queue.push(resolve));
    this.callNext();
    await arrived;
    let isInside = true;
    return () => {
      if (isInside) this.leave();
      isInside = false;
    };
  }

  private leave(): void {
    this.inside -= 1;
    this.callNext();
  }

  /** A seat is taken before its owner wakes up, so that nobody slips in between. */
  private callNext(): void {
    while (this.inside < this.seats + this.spare && this.let(this.urgent));
    while (this.inside < this.seats && this.let(this.waiting));
  }

  private let(queue: (() => void)[]): boolean {
    const next = queue.shift();
    if (!next) return false;
    this.inside += 1;
    next();
    return true;
  }
}
