import { redactText } from '../log/redact.js';

/** Why a process could not start, in one line for a person: no stack trace, no secret. */
export function startUpFailure(error: unknown): string {
  if (!(error instanceof Error)) return redactText(firstLine(String(error)));
  if (hasCode(error, 'EADDRINUSE')) return `port ${portOf(error)} is already in use`;
  if (hasCode(error, 'EACCES') && 'port' in error)
    return `port ${portOf(error)} may not be opened by this user`;
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  return error.message ? redactText(firstLine(error.message)) : startUpFailure(inner ?? error.name);
}

const firstLine = (text: string): string => text.split('\n')[0] ?? text;

const hasCode = (error: Error, code: string): boolean => 'code' in error && error.code === code;

const portOf = (error: Error): string => ('port' in error ? String(error.port) : '');
