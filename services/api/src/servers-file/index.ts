import { OldDataFolder } from './old-data-folder.js';
import { OldRules } from './old-rules.js';
import { OldSettings } from './old-settings.js';
import { ServersFileController } from './servers-file.controller.js';
import { ServersImporter } from './servers-importer.js';
import { ServersWriter } from './servers-writer.js';

export const serversFile = {
  controllers: [ServersFileController],
  providers: [OldDataFolder, OldRules, OldSettings, ServersImporter, ServersWriter],
};
