import { Injectable, type INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { appVersion } from '#libs/runtime';
import { ErrorEnvelopeDto } from './problem.dto.js';

/** Marks an operation that needs no credential; see `Open`. */
export const OPEN_EXTENSION = 'x-open';

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
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The API key.' }, 'bearer')
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
  for (const operation of operationsOf(document)) tellAccess(operation);
  return { ...document, security };
}

const operationId = (controller: string, method: string): string => {
  const feature = controller.replace(/Controller$/, '');
  return `${feature.charAt(0).toLowerCase()}${feature.slice(1)}${method.charAt(0).toUpperCase()}${method.slice(1)}`;
};

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const operationsOf = ({ paths }: OpenAPIObject): Operation[] =>
  Object.values(paths).flatMap(({ get, post, put, patch, delete: remove }) =>
    [get, post, put, patch, remove].filter((operation) => operation !== undefined),
  );

/** An open route says so; any other may answer 401. */
function tellAccess(operation: Operation & { [OPEN_EXTENSION]?: unknown }): void {
  if (operation[OPEN_EXTENSION] === true) {
    Reflect.deleteProperty(operation, OPEN_EXTENSION);
    operation.security = [];
    return;
  }
  operation.responses['401'] = {
    description: 'The credential is missing or wrong',
    content: { 'application/json': { schema: { $ref: '#/components/schemas/ErrorEnvelope' } } },
  };
}
