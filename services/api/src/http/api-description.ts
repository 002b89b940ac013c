import { Injectable, type INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { appVersion } from '#libs/runtime';
import { ErrorEnvelopeDto } from './problem.dto.js';

/** Marks an operation that needs no credential; see `Open`. */
export const OPEN_EXTENSION = 'x-open';

/** Marks an operation that needs none while there is no account; see `OpenUntilSignUp`. */
export const OPEN_UNTIL_SIGN_UP_EXTENSION = 'x-open-until-sign-up';

/** Says which scope a named key needs for an operation; see `Needs`. */
export const SCOPE_EXTENSION = 'x-scope';

/** The OpenAPI document, made from the code when it is first asked for. */
@Injectable()
export class ApiDescription {
  private app: INestApplication | null = null;
  private made: OpenAPIObject | null = null;

  describe(app: INestApplication): void {
    this.app = app;
  }

  get document(): OpenAPIObject {
    if (!this.app) throw new Error('nothing to describe yet');
    return (this.made ??= describeApi(this.app));
  }
}

/** Needs the routes alone: also of an application in preview mode, which makes no connection. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const outline = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('WatchState')
    .setDescription('Keeps the play state of every person equal on Plex, Jellyfin and Emby.')
    .setVersion(appVersion)
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-APIKEY' }, 'api-key')
    .addApiKey({ type: 'apiKey', in: 'query', name: 'apikey' }, 'api-key-in-address')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The API key, or a named one.' }, 'bearer')
    .addApiKey(
      {
        type: 'apiKey',
        in: 'header',
        name: 'Authorization',
        description: '`Token <token>`, as login gives it.',
      },
      'session-token',
    )
    .addCookieAuth('ws_session', { type: 'apiKey', in: 'cookie' }, 'session')
    .build();
  const document = SwaggerModule.createDocument(app, outline, {
    extraModels: [ErrorEnvelopeDto],
    operationIdFactory: (controller, method) => operationId(controller, method),
  });
  const security = Object.keys(document.components?.securitySchemes ?? {}).map((name) => ({ [name]: [] }));
  for (const [method, operation] of operationsOf(document)) {
    tellAccess(method, operation);
    sortParameters(operation);
  }
  return { ...document, security };
}

export const operationId = (controller: string, method: string): string => {
  const feature = controller.replace(/Controller$/, '');
  return `${feature.charAt(0).toLowerCase()}${feature.slice(1)}${method.charAt(0).toUpperCase()}${method.slice(1)}`;
};

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

const operationsOf = ({ paths }: OpenAPIObject): (readonly [method: string, operation: Operation])[] =>
  Object.values(paths).flatMap((item) =>
    METHODS.flatMap((method) => (item[method] ? [[method.toUpperCase(), item[method]] as const] : [])),
  );

type Marked = Operation & { [OPEN_EXTENSION]?: unknown; [SCOPE_EXTENSION]?: unknown };

/** Compilers read the decorators of several parameters in different orders; the document has one. */
function sortParameters(operation: Operation): void {
  const placeOf = (parameter: object): string =>
    'in' in parameter && 'name' in parameter ? `${String(parameter.in)} ${String(parameter.name)}` : '';
  operation.parameters?.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

/** An open route says so; any other says which scope it needs, and may answer 401 and 403. */
function tellAccess(method: string, operation: Marked): void {
  if (operation[OPEN_EXTENSION] === true) {
    Reflect.deleteProperty(operation, OPEN_EXTENSION);
    operation.security = [];
    return;
  }
  operation[SCOPE_EXTENSION] ??= method === 'GET' ? 'read' : 'operate';
  operation.responses['401'] ??= refusal('The credential is missing or wrong');
  operation.responses['403'] ??= refusal('The key may not do that');
}

const refusal = (description: string) => ({
  description,
  content: { 'application/json': { schema: { $ref: '#/components/schemas/ErrorEnvelope' } } },
});
