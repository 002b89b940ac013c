import { type ArgumentMetadata, Injectable, type ValidationError, ValidationPipe } from '@nestjs/common';
import { type FieldProblem, invalid } from './api-problem.js';

/** Query parameters that any route may carry: the credentials and the identity (rest-api.md 1.2 and 1.3). */
const COMMON = new Set(['apikey', 'ws_token', 'user']);

/** Checks bodies and queries against their DTO class; what the class does not name is refused by name. */
@Injectable()
export class InputCheck extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      stopAtFirstError: true,
      exceptionFactory: (errors) => invalid(errors.flatMap((error) => problemsIn(error))),
    });
  }

  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body') refuseZeros(value);
    if (metadata.type !== 'param' && isDto(metadata.metatype)) refuseInherited(value);
    if (metadata.type === 'query') return super.transform(parametersIn(value), metadata);
    if (metadata.type === 'body' && isDto(metadata.metatype) && !isObject(value))
      throw invalid([{ field: 'body', message: 'The body must be a JSON object.' }]);
    return super.transform(value, metadata);
  }
}

const isDto = (metatype: ArgumentMetadata['metatype']): boolean =>
  metatype !== undefined && metatype !== Object;

/** No body at all is an empty one: everything may be optional. */
const isObject = (value: unknown): boolean =>
  value === undefined || (typeof value === 'object' && value !== null && !Array.isArray(value));

/** `sort[]=` is another spelling of `sort=`, and `title=` says nothing. */
function parametersIn(query: unknown): Record<string, unknown> {
  if (typeof query !== 'object' || query === null) return {};
  const named = Object.entries(query).map(
    ([name, value]) => [name.replace(/\[\]$/, ''), value as unknown] as const,
  );
  return Object.fromEntries(named.filter(([name, given]) => !COMMON.has(name) && given !== ''));
}

const DEEPEST = 32;

/** No text in a database can hold the character zero, and nobody means to send it. */
function refuseZeros(value: unknown, path: readonly string[] = []): void {
  const field = path.join('.') || 'body';
  if (path.length > DEEPEST) throw invalid([{ field, message: 'This is nested too deep.' }]);
  if (typeof value === 'string' && value.includes('\0'))
    throw invalid([{ field, message: 'The character with the number 0 cannot be stored.' }]);
  if (typeof value !== 'object' || value === null) return;
  for (const [name, child] of Object.entries(value)) refuseZeros(child, [...path, name]);
}

/** What every object has is no field of any; the check by class would take it for one. */
function refuseInherited(value: unknown, path: readonly string[] = []): void {
  if (typeof value !== 'object' || value === null || path.length > DEEPEST) return;
  for (const [name, child] of Object.entries(value)) {
    const field = [...path, name].join('.');
    if (name in Object.prototype) throw invalid([{ field, message: `There is no field ${field} here.` }]);
    refuseInherited(child, [...path, name]);
  }
}

function problemsIn(error: ValidationError, path = ''): FieldProblem[] {
  const { property, constraints, children } = error;
  // So the validator tells of something that is no object where one is wanted.
  if ((property as string | undefined) === undefined)
    return [{ field: path, message: `${path} must be an object.` }];
  const field = path === '' ? property : `${path}.${property}`;
  const own = Object.entries(constraints ?? {}).map(([rule, message]) => ({
    field,
    message: ownWords(rule, field) ?? sentence(message),
  }));
  return [...own, ...(children ?? []).flatMap((child) => problemsIn(child, field))];
}

function ownWords(rule: string, field: string): string | null {
  if (rule === 'whitelistValidation') return `There is no field ${field} here.`;
  return rule === 'isDefined' ? `${field} must be given.` : null;
}

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
