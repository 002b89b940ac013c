import type { Backend } from '../../core/api/schema.gen.js';
import { importMode } from './import-mode.js';

export interface QuickOperation {
  /** As it stands in the list, with its number: guides speak of "2. Force export local play state to this backend." */
  readonly label: string;
  readonly command: string;
  /** Why it cannot be done now; empty when it can. */
  readonly obstacle: string;
}

interface Kind {
  readonly text: string;
  readonly command: string;
  readonly needs: 'import' | 'export' | 'nothing';
}

/** The order is that of the guides. */
const KINDS: readonly Kind[] = [
  { text: $localize`Export changes to this backend.`, command: 'state:export -v', needs: 'export' },
  {
    text: $localize`Force export local play state to this backend.`,
    command: 'state:export -fi -v',
    needs: 'export',
  },
  { text: $localize`Import changes from this backend.`, command: 'state:import -v', needs: 'import' },
  { text: $localize`Create a backup of this backend.`, command: 'state:backup -v --keep', needs: 'nothing' },
  {
    text: $localize`Import metadata from this backend.`,
    command: 'state:import -v --metadata-only',
    needs: 'nothing',
  },
  {
    text: $localize`Import from this backend, with a debug log file.`,
    command: 'state:import -vvv --logfile task.import.{backend}.log',
    needs: 'import',
  },
  {
    text: $localize`Export to this backend, with a debug log file.`,
    command: 'state:export -vvv --logfile task.export.{backend}.log',
    needs: 'export',
  },
  { text: $localize`Force full import from this backend.`, command: 'state:import -f -v', needs: 'import' },
  {
    text: $localize`Force metadata import from this backend.`,
    command: 'state:import -f -v --metadata-only',
    needs: 'nothing',
  },
];

/** What can be done with a backend, each as a command that the console is opened with. */
export function quickOperations(backend: Backend, identity: string): readonly QuickOperation[] {
  return KINDS.map(({ text, command, needs }, index) => ({
    label: `${index + 1}. ${text}`,
    command: `${command.replace('{backend}', backend.name)} -u ${identity} -s ${backend.name}`,
    obstacle: obstacleOf(backend, needs),
  }));
}

function obstacleOf(backend: Backend, needs: Kind['needs']): string {
  if (needs === 'export' && !backend.export.enabled) return $localize`Export is off.`;
  if (needs === 'import' && importMode(backend) === 'off') return $localize`Import is off.`;
  return '';
}
