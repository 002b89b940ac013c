import { CommandFailed } from '../command-failed.js';
import { flag, type Values } from '../options.js';
import { command } from './simple-command.js';

const OPTIONS = {
  'dry-run': flag('', 'Change nothing; show what would be made'),
  're-create': flag('r', 'Delete all sub-users and build them again'),
  run: flag('', 'Go on although there are sub-users'),
  update: flag('u', 'Refresh them from main'),
  'regenerate-tokens': flag('g', 'New tokens (Plex)'),
  'generate-backup': flag('B', 'A backup first'),
  'no-save': flag('', 'Do not remember the mapping'),
  'allow-single-backend-identities': flag('', 'Also people who are on one backend only'),
};

interface Preview {
  readonly has_identities: boolean;
  readonly matched: readonly { readonly identity: string; readonly members: readonly Member[] }[];
  readonly unmatched: readonly Member[];
}

interface Member {
  readonly backend: string;
  readonly username: string;
  readonly real_name?: string;
}

interface Provisioned {
  readonly identities: readonly { readonly identity: string; readonly backends: readonly string[] }[];
  readonly failed?: readonly {
    readonly identity: string;
    readonly backend: string;
    readonly message: string;
  }[];
}

const CHANGES_MANY = 'All sub-users are deleted with their history and made again.';

/** Makes sub-users of the people on the backends of main (cli.md 3). */
export const BackendCreate = command({
  name: 'backend:create',
  summary: 'Make identities (sub-users) of the people on the backends of main',
  options: OPTIONS,
  examples: ['', '--run', '--re-create', '--dry-run'],
  question: ({ options }) => (options['re-create'] && !options['dry-run'] ? CHANGES_MANY : null),
  run: async ({ options }, { api, printer }) => {
    const preview = await api.get<Preview>('identities/provision', { force: 1 });
    if (preview.matched.length + preview.unmatched.length === 0)
      throw new CommandFailed('No users were found on the backends of main.');
    const mode = modeOf(options);
    const members = preview.matched.flatMap(({ identity, members: list }) =>
      list.map((member) => rowOf(identity, member)),
    );
    printer.table(COLUMNS, [...members, ...preview.unmatched.map((member) => rowOf('', member))]);
    if (mode === 'create' && preview.has_identities) {
      printer.warning(
        'There are sub-users already. Use --run to go on with them, or --re-create to delete them and build them again.',
      );
      return 1;
    }
    const made = await api.post<Provisioned>('identities/provision', {
      mode,
      ...{ dry_run: options['dry-run'], generate_backup: options['generate-backup'] },
      ...{ regenerate_tokens: options['regenerate-tokens'], save_mapping: !options['no-save'] },
      allow_single_backend_identities: options['allow-single-backend-identities'],
    });
    for (const { identity, backends } of made.identities)
      printer.headline(`${identity}: ${backends.join(', ')}`);
    const { failed = [] } = made;
    for (const { identity, backend, message } of failed) printer.error(`${identity}@${backend}: ${message}`);
    return failed.length > 0 ? 1 : 0;
  },
});

const modeOf = (options: Values<typeof OPTIONS>): 'recreate' | 'update' | 'create' => {
  if (options['re-create']) return 'recreate';
  return options.run || options.update ? 'update' : 'create';
};

const COLUMNS = { identity: 'Identity', backend: 'Backend', username: 'Name', real_name: 'Name there' };

const rowOf = (identity: string, { backend, username, real_name: real }: Member) => ({
  identity: identity === '' ? '(not matched)' : identity,
  backend,
  username,
  real_name: real ?? username,
});
