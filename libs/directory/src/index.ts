export { DirectoryConfig } from './directory.config.js';
export { DirectoryModule } from './directory.module.js';
export { deviceIdOf, ServerDirectory, type Contact } from './server-directory.js';
export { exportPermissions, isSource } from './roles.js';
