import { Injectable } from '@nestjs/common';
import { ConsoleCommand, type ExitCode, type Scene, type Wish } from '../console-command.js';

const OPTIONS = {};

@Injectable()
export class ShowVersion extends ConsoleCommand<typeof OPTIONS> {
  readonly name = 'version';
  readonly summary = 'Show the version of the running system';
  readonly options = OPTIONS;
  override readonly aliases = ['--version', '-V'];

  async run(_wish: Wish<typeof OPTIONS>, { api, printer }: Scene): Promise<ExitCode> {
    const facts = await api.get<Readonly<Record<string, string | boolean>>>('system/version');
    printer.either(facts, () => [`WatchState ${String(facts['version'])}`]);
    printer.info(`Build ${String(facts['build'])}, ${String(facts['branch'])} ${String(facts['sha'])}.`);
    return 0;
  }
}
