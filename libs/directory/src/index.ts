export { GuardConfig, guardLimits } from './guard.config.js';
export { DirectoryConfig } from './directory.config.js';
export { DirectoryModule } from './directory.module.js';
export { clientOptionsOf, deviceIdOf, ServerDirectory, type Contact } from './server-directory.js';
export { exportPermissions, isSource } from './roles.js';
export { installationIdOf } from './installation-id.js';
export {
  MASK,
  maskOptions,
  openOptions,
  plexExtrasIn,
  plexExtrasOf,
  sealOptions,
  SECRET_OPTIONS,
} from './plex-extras.js';
export { BLOCKING_REASONS } from './token-gate.js';
export { plexTvPace } from './plex-tv-pace.js';
export { isWantedLibrary } from './wanted-libraries.js';
export { GuidBook } from './guids/guid-book.js';
export { checkOf } from './guids/pattern.js';
export { flawOf, flawOfLink, GUID_FILE_VERSION, readGuidFile } from './guids/guid-file.js';
export { urgently } from './urgency.js';
export { Turnstile } from './turnstile.js';
