import type { ConsoleRunRecord } from '#libs/database';
import type { AnyCommand } from './console-command.js';
import type { CommandDescriptionDto, CommandOptionDto, CommandRunDto } from './command.dto.js';
import { usageOf } from './command-help.js';
import type { Option } from './options.js';

/** Output stays for a week, as the events do (rest-api.md 9). */
export const KEPT_MS = 7 * 86_400_000;

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

export const toCommandRun = (run: ConsoleRunRecord, connections = 0): CommandRunDto => ({
  token: run.id,
  command: run.line,
  task: run.task,
  asked_by: run.askedBy,
  status: run.status,
  exit_code: run.exitCode,
  last_sequence: run.lastSequence,
  created_at: run.createdAt.toISOString(),
  started_at: iso(run.startedAt),
  finished_at: iso(run.finishedAt),
  due_at: iso(run.dueAt),
  available_until: run.finishedAt ? new Date(run.finishedAt.getTime() + KEPT_MS).toISOString() : null,
  connections,
});

export const toOption = ([name, option]: [string, Option]): CommandOptionDto => ({
  name,
  short: option.short ?? null,
  description: option.about,
  kind: option.kind,
  values: option.kind === 'choice' ? option.values : null,
  suggests: option.suggests ?? null,
});

export const toDescription = (command: AnyCommand): CommandDescriptionDto => ({
  name: command.name,
  summary: command.summary,
  usage: usageOf(command),
  aliases: command.aliases,
  examples: command.examples,
  options: Object.entries(command.options).map(toOption),
});
