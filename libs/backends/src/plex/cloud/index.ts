export { PlexCloud, type CloudSettings } from './plex-cloud.js';
export { mergePeople, type CloudPerson } from './people.js';
export { connectionCandidates, isPlexDirect, type CloudConnection, type CloudServer } from './servers.js';
export type { CloudSignIn } from './sign-in.js';
export { TokenFinder, type FoundToken, type TokenWish } from './token-finder.js';
