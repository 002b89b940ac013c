import { provideHttpClient, withInterceptors, withNoXsrfProtection } from '@angular/common/http';
import { type ApplicationConfig, provideBrowserGlobalErrorListeners } from '@angular/core';
import { TitleStrategy, provideRouter, withComponentInputBinding, withRouterConfig } from '@angular/router';
import { routes } from './app.routes.js';
import { translateFailures } from './core/api/translate-failures.js';
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
    // The session cookie is SameSite=Strict and the API takes JSON only, so no token has to be sent back.
    provideHttpClient(withInterceptors([watchSession, translateFailures, reachApi]), withNoXsrfProtection()),
    { provide: TitleStrategy, useClass: PageTitle },
  ],
};
