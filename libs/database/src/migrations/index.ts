import { FirstSchema1795230000000 } from './1795230000000-first-schema.gen.js';
import { Conflicts1795236700000 } from './1795236700000-conflicts.gen.js';

/** In order. Classes, no glob: the compiler sees what is registered. */
export const migrations = [FirstSchema1795230000000, Conflicts1795236700000] as const;
