import { provideHttpClient, withInterceptors, withNoXsrfProtection } from '@angular/common/http';
import { type ApplicationConfig, provideBrowserGlobalErrorListeners } from '@angular/core';
import { TitleStrategy, provideRouter, withComponentInputBinding, withRouterConfig } from '@angular/router';
import { routes } from './app.routes.js';
import { markOwnRequests } from './core/api/mark-own-requests.js';
import { translateFailures } from './core/api/translate-failures.js';
import { watchReach } from './core/api/watch-reach.js';
import { reachApi } from './core/session/reach-api.js';
import { watchSession } from './core/session/watch-session.js';
import { PageTitle } from './core/shell/page-title.js';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideRouter(
      routes,
      withComponentInputBinding(),
      withRouterConfig({ paramsInheritanceStrategy: 'always' }),
    ),
    // The session cookie is SameSite=Strict and our header says whose request it is, so no token has to be sent back.
    provideHttpClient(
      withInterceptors([markOwnRequests, watchSession, translateFailures, watchReach, reachApi]),
      withNoXsrfProtection(),
    ),
    { provide: TitleStrategy, useClass: PageTitle },
  ],
};
