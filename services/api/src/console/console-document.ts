import { aboutOf, spelling, usageOf } from './command-help.js';
import { type AnyCommand, registered } from './console-command.js';
import { COMMAND_CLASSES } from './commands/index.js';
import { COMMON, type OptionSet } from './options.js';

const HEAD = `# The console

Every command, with what it takes. Made from the commands themselves; do not edit by hand: after a build,
\`node dist/services/api/src/console-docs.main.js\` in the root of the checkout makes it anew, and a test compares.

## How to call it

| Where | How |
| --- | --- |
| A container | \`docker exec -ti watchstate console <command>\` (also without \`-ti\`) |
| A checkout | \`npx console <command>\` or \`./console <command>\` |
| The web interface | the page Console: the command alone |
| A script | \`POST /v1/api/system/command\` with \`{"command": "…"}\`; its output at \`GET /v1/api/system/command/{token}\` as server-sent events |
| Later | \`POST /v1/api/system/events\` with \`{"event": "run_console", "event_data": {"command": "…"}, "DELAY_BY": 3600}\` |

A command runs inside the service, as a run of kind \`console\` that is listed, can be cancelled, and whose output can be read for a week.
There is no shell: a line is cut into words, quotes understood, and nothing else. The program is a thin client; Ctrl-C cancels the command,
a lost connection goes on where it broke. Results go to standard output, log lines to standard error, so \`-o json\` can be piped.

Three are the program's own, and need no command of the service: \`db:info\` tells how to connect to the stores; \`plex:accesstoken <id> -s <backend>\`
prints the own token of one Plex user, which no log and no history should keep; \`completion bash|zsh|fish\` prints what makes the Tab key
complete commands, options, backends, identities, tasks and settings, as in \`source <(console completion bash)\`.

| Code | When |
| --- | --- |
| 0 | done, also when there was nothing to do, or another copy was at it already |
| 1 | a wrong value, an unknown identity, backend or file, a failure there, or a question that nobody agreed to |
| 2 | wrong usage: an unknown command or option, a missing argument |
| 78 | the data folder holds no installation, or cannot be read |
| 124 | the time limit was reached |
| 130 | cancelled |
`;

/** The text of docs/console.md. */
export function consoleDocument(): string {
  const commands = COMMAND_CLASSES.map((Command) => registered(new Command())).sort((a, b) =>
    a.name.localeCompare(b.name),
  );
  const parts = [
    HEAD,
    '## What every command accepts',
    '',
    optionTable(COMMON),
    '',
    '## Commands',
    '',
    ...commands.flatMap(sectionOf),
  ];
  return `${parts.join('\n').trimEnd()}\n`;
}

function sectionOf(command: AnyCommand): readonly string[] {
  const { name, summary, aliases, options, args, examples } = command;
  return [
    `### ${name}`,
    '',
    `${summary}.${aliases.length > 0 ? ` Also: ${aliases.map((alias) => `\`${alias}\``).join(', ')}.` : ''}`,
    '',
    '```sh',
    `console ${usageOf(command)}`,
    ...examples.filter((example) => example !== '').map((example) => `console ${name} ${example}`),
    '```',
    '',
    ...args.flatMap(({ name: word, about }) => [`- \`<${word}>\`: ${about}`]),
    ...(args.length > 0 ? [''] : []),
    ...(Object.keys(options).length > 0 ? [optionTable(options), ''] : []),
  ];
}

const optionTable = (options: OptionSet): string =>
  [
    '| Option | Meaning |',
    '| --- | --- |',
    ...Object.entries(options).map(
      ([name, option]) => `| \`${spelling(name, option)}\` | ${aboutOf(option).replaceAll('|', '\\|')} |`,
    ),
  ].join('\n');
