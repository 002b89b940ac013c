import { type ApiCaller } from '../api-caller.js';
import type { Scene } from '../console-command.js';
import { flag, text, USER } from '../options.js';
import { command } from './simple-command.js';
import {
  type BackendCard,
  followRuns,
  identitiesFor,
  type RunCard,
  startRun,
  tellEnds,
} from './sync-runs.js';

/** Archives references whose item is gone on the server (cli.md 2.5): it must say so twice, an hour apart. */
export const StateValidate = command({
  name: 'state:validate',
  goesOn: true,
  summary: 'Remove references to items that their backend does not have any more, said twice an hour apart',
  options: {
    user: USER,
    'dry-run': flag('', 'Only count'),
    force: flag('f', 'Also where more of a library seems gone than the guard lets pass'),
    progress: text('', 'Accepted: -vv tells each step'),
  },
  run: async ({ options }, scene) => {
    const body = { dry_run: options['dry-run'], force: options.force };
    const runs: RunCard[] = [];
    for (const identity of await identitiesFor(scene.api, options.user))
      runs.push(...(await validated(scene.api.about(identity), body, scene)));
    const isAllWell = tellEnds(runs, scene);
    for (const { backend, counts } of runs)
      if (counts.skipped > 0)
        scene.printer.warning(
          `${backend ?? ''}: ${counts.skipped} items seem to be gone and stay: the server must say so twice, an hour apart, and --force is needed where it is much of a library.`,
        );
    scene.printer.table(COLUMNS, runs.map(rowOf));
    return isAllWell ? 0 : 1;
  },
});

const COLUMNS = {
  identity: 'Identity',
  backend: 'Backend',
  found: 'Reference Found',
  removed: 'Reference Removed',
};

const rowOf = ({ identity, backend, counts }: RunCard) => ({
  ...{ identity, backend, removed: counts.updated },
  found: counts.unchanged + counts.updated + counts.skipped,
});

/** All backends of a person at once; one that is validated already is left to that run. */
async function validated(api: ApiCaller, body: object, scene: Scene): Promise<readonly RunCard[]> {
  const ids: string[] = [];
  for (const { name } of await api.get<readonly BackendCard[]>('backends')) {
    const id = await startRun({ api, backend: encodeURIComponent(name), kind: 'validate', body }, scene);
    if (id !== null) ids.push(id);
  }
  return followRuns(ids, scene);
}
