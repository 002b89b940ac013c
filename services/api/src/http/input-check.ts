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

function problemsIn({ property, constraints, children }: ValidationError, path = ''): FieldProblem[] {
  const field = path === '' ? property : `${path}.${property}`;
  const own = Object.entries(constraints ?? {}).map(([rule, message]) => ({
    field,
    message: rule === 'whitelistValidation' ? `There is no field ${field} here.` : sentence(message),
  }));
  return [...own, ...(children ?? []).flatMap((child) => problemsIn(child, field))];
}

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
