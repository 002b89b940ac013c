import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Logger, SettingsReader } from '#libs/runtime';

/** Says once, at the start, which settings nobody knows or nobody can use (env.md 3); they stop nothing. */
@Injectable()
export class SettingsWitness implements OnApplicationBootstrap {
  constructor(
    private readonly reader: SettingsReader,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    const strange = this.reader.strange();
    if (strange.length > 0)
      this.logger.warn('settings not known', {
        names: strange.map(({ name, hint }) => (hint === null ? name : `${name}: ${hint}`)),
      });
    const wrong = this.reader.all().filter(({ problem }) => problem !== null);
    if (wrong.length > 0)
      this.logger.warn('settings not usable', {
        names: wrong.map(({ setting, problem }) => `${setting.name} ${problem ?? ''}`),
      });
  }
}
