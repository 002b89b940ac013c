import { Injectable, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { API } from './prefix.js';

export interface Route {
  /** As in OpenAPI: `/v1/api/runs/{id}`. */
  readonly path: string;
  readonly method: string;
}

/** Every route of the API, as its controllers declare them. */
@Injectable()
export class RouteTable {
  private found: readonly Route[] | null = null;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  get routes(): readonly Route[] {
    return (this.found ??= this.discovery
      .getControllers()
      .flatMap(({ metatype }) => this.routesOf(metatype)));
  }

  /** The verbs that this path does answer; none when there is nothing at all. */
  methodsAt(path: string): readonly string[] {
    const at = path.replace(/\/+$/, '');
    const fits = (route: Route): boolean =>
      new RegExp(`^${route.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(at);
    return [...new Set(this.routes.filter(fits).map(({ method }) => method))];
  }

  private routesOf(controller: unknown): Route[] {
    if (typeof controller !== 'function') return [];
    const prototype: unknown = controller.prototype;
    if (typeof prototype !== 'object' || prototype === null) return [];
    const base = this.pathIn(controller);
    const handlers = this.scanner
      .getAllMethodNames(prototype)
      .map((name) => Reflect.get(prototype, name) as unknown);
    return handlers
      .filter((handler) => typeof handler === 'function')
      .flatMap((handler) => this.route(base, handler));
  }

  private route(base: string, handler: Handler): Route[] {
    const method = this.reflector.get<RequestMethod | undefined>(METHOD_METADATA, handler);
    if (method === undefined) return [];
    const parts = [API, base, this.pathIn(handler)].filter((part) => part !== '' && part !== '/');
    return [{ path: `/${parts.join('/')}`.replace(/:(\w+)/g, '{$1}'), method: RequestMethod[method] }];
  }

  private pathIn(target: Handler): string {
    const path: unknown = this.reflector.get(PATH_METADATA, target);
    return typeof path === 'string' ? path : '';
  }
}

type Handler = Parameters<Reflector['get']>[1];
