import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { CommandRelay } from '../command-relay.js';
import { ConsoleCommand, type ExitCode, type Scene, type Wish } from '../console-command.js';
import { flag, number, text } from '../options.js';

const OPTIONS = {
  id: text('i', 'Only this event', { suggests: 'event' }),
  reset: flag('r', 'With --id: carry it out again'),
  limit: number('L', 'Accepted: all that wait are told', { min: 1 }),
};

/** The workers do this by themselves every few seconds; by hand for whoever does not want to wait. */
@Injectable()
export class EventsDispatch extends ConsoleCommand<typeof OPTIONS> {
  readonly name = 'events:dispatch';
  readonly summary = 'Tell the workers about everything that waits for them';
  readonly options = OPTIONS;

  /** Asked for when it is needed: the relay knows the commands, of which this is one. */
  constructor(private readonly parts: ModuleRef) {
    super();
  }

  async run({ options }: Wish<typeof OPTIONS>, { api, printer }: Scene): Promise<ExitCode> {
    if (options.id !== undefined && options.reset)
      await api.patch(`system/events/${encodeURIComponent(options.id)}`, { status: 0 });
    const told = await this.parts.get(CommandRelay, { strict: false }).look();
    printer.headline(`Told the workers about ${told} events.`);
    return 0;
  }
}
