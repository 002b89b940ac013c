type Passenger<Item, Answer> = {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Carries items in groups: whoever comes while a trip is under way goes on the next one. Alone when it is quiet,
 * together when it is busy, and nobody waits for a timer.
 */
export class Shuttle<Item, Answer> {
  private waiting: Passenger<Item, Answer>[] = [];
  private isAway = false;

  /** `carry` answers in the order of its items. */
  constructor(
    private readonly carry: (items: readonly Item[]) => Promise<readonly Answer[]>,
    private readonly seats: number,
  ) {}

  take(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.isAway) void this.drive();
    });
  }

  private async drive(): Promise<void> {
    this.isAway = true;
    while (this.waiting.length > 0) await this.trip(this.waiting.splice(0, this.seats));
    this.isAway = false;
  }

  private async trip(group: readonly Passenger<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.carry(group.map(({ item }) => item));
      answers.forEach((answer, index) => group[index]?.resolve(answer));
    } catch (error) {
      if (group.length > 1) await this.oneByOne(group);
      else group[0]?.reject(error);
    }
  }

  /** One that cannot be carried must not hold back the others. */
  private async oneByOne(group: readonly Passenger<Item, Answer>[]): Promise<void> {
    await Promise.all(group.map((passenger) => this.trip([passenger])));
  }
}
