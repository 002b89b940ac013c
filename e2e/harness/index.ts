export {
  Api,
  type Answer,
  type Change,
  type NewBackend,
  type Paging,
  type Run,
  type RunOptions,
} from './api.js';
export { Chance } from './chance.js';
export { ChildProgram, repository } from './child-program.js';
export { complaintsOf, openBrowser } from './browser.js';
export { eventually } from './eventually.js';
export { Replica } from './replica.js';
export { Fakes, type ItemName, type ServerType } from './fakes.js';
export {
  isAlive,
  RunningSystem,
  SERVICES,
  type Ports,
  type ServiceName,
  type SystemOptions,
} from './system.js';
export { A0, A1, A2, iso, P1, P2, StoryBook, type Tale, type Work } from './story-book.js';
export { nextSecond, now, SERVERS, ThreeServers, type Round, type Row } from './three-servers.js';
