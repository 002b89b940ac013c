import { OldDataFolder } from './old-data-folder.js';
import { OldHistories } from './old-histories.js';
import { OldIgnoreRules } from './old-ignore-rules.js';
import { OldRules } from './old-rules.js';
import { OldSettings } from './old-settings.js';
import { ServersFileController } from './servers-file.controller.js';
import { ServersImporter } from './servers-importer.js';
import { ServersWriter } from './servers-writer.js';
import { Unpacker } from './unpacker.js';

export { Unpacker };

export const serversFile = {
  controllers: [ServersFileController],
  providers: [
    OldDataFolder,
    OldHistories,
    OldIgnoreRules,
    OldRules,
    OldSettings,
    ServersImporter,
    ServersWriter,
    Unpacker,
  ],
};
