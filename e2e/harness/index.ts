export {
  Api,
  type Answer,
  type Change,
  type NewBackend,
  type Paging,
  type Run,
  type RunOptions,
} from './api.js';
export { ChildProgram, repository } from './child-program.js';
export { complaintsOf, openBrowser } from './browser.js';
export { eventually } from './eventually.js';
export { Fakes, type ItemName, type ServerType } from './fakes.js';
export {
  isAlive,
  RunningSystem,
  SERVICES,
  type Ports,
  type ServiceName,
  type SystemOptions,
} from './system.js';
