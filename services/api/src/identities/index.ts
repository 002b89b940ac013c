import { AccountOpener } from './account-opener.js';
import { HouseholdWriter } from './household-writer.js';
import { IdentitiesController } from './identities.controller.js';
import { IdentityKeeper } from './identity-keeper.js';
import { MappingFile } from './mapping-file.js';
import { OlderNamesController } from './older-names.controller.js';
import { PeopleFinder } from './people-finder.js';
import { Provisioner } from './provisioner.js';
import { SettingsCopier } from './settings-copier.js';

export const identitiesRoom = {
  controllers: [OlderNamesController, IdentitiesController],
  providers: [
    IdentityKeeper,
    HouseholdWriter,
    MappingFile,
    PeopleFinder,
    AccountOpener,
    Provisioner,
    SettingsCopier,
  ],
};
