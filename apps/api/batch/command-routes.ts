import { Injectable, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA, RouteParamtypes } from '@nestjs/common/internal';
import { DiscoveryService, ExternalContextCreator, MetadataScanner } from '@nestjs/core';
import type { Commanding } from '../http/command-request.js';
import { commandStatus } from '../http/path.js';

/** A command for one of the API's own routes, without a request of its own. */
export interface CommandCall extends Commanding {
  readonly params: Readonly<Record<string, string>>;
}

interface CommandRoute {
  readonly method: string;
  readonly parts: readonly string[];
  /** As `/v1/users/:id`. */
  readonly path: string;
  /** What it answers with when it is done. */
  readonly status: number;
  /** Checks the call as the route does over HTTP, and carries it out. */
  run(call: CommandCall): Promise<unknown>;
}

export interface FoundRoute extends Pick<CommandRoute, 'method' | 'path' | 'status' | 'run'> {
  readonly params: CommandCall['params'];
}

/** The command routes of all controllers. */
@Injectable()
export class CommandRoutes {
  private routes: readonly CommandRoute[] | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly contexts: ExternalContextCreator,
  ) {}

  /** The route that has this path, or undefined when it is none of a command. */
  find(method: string, path: string): FoundRoute | undefined {
    const parts = decoded(path);
    if (parts === undefined) return undefined;
    this.routes ??= this.all();
    const route = this.routes.find((each) => each.method === method && fits(each.parts, parts));
    return route && { ...route, params: paramsIn(route.parts, parts) };
  }

  private all(): readonly CommandRoute[] {
    return this.discovery.getControllers().flatMap(({ metatype, instance }) => {
      if (!metatype) return [];
      const controller = instance as Record<string, (...args: unknown[]) => unknown>;
      return this.scanner.getAllMethodNames(controller).flatMap((name) => {
        const method = controller[name];
        const status = method && (Reflect.getMetadata(commandStatus, method) as number | undefined);
        if (method === undefined || status === undefined) return [];
        const parts = `${pathOf(metatype)}/${pathOf(method)}`.split('/').filter((part) => part !== '');
        const verb = RequestMethod[Reflect.getMetadata(METHOD_METADATA, method) as RequestMethod];
        const make = this.contexts.create.bind(this.contexts, controller, method, name, ROUTE_ARGS_METADATA);
        const path = `/${parts.join('/')}`;
        return [{ method: verb, parts, path, status, run: make(parameters, undefined, undefined, pipesOnly) }];
      });
    });
  }
}

/** What Nest asks for the parameters of the controllers' methods; those with a decorator of their own find the call by themselves. */
const parameters = {
  exchangeKeyForValue(type: number, name: unknown, [call]: [CommandCall]): unknown {
    if (type === (RouteParamtypes.BODY as number)) return call.body;
    if (type === (RouteParamtypes.PARAM as number)) return call.params[String(name)];
    throw new TypeError(`A command route has a parameter of kind ${String(type)}, which a batch does not have.`);
  },
};

const pipesOnly = { guards: false, interceptors: false, filters: false };

const pathOf = (target: object): string => String(Reflect.getMetadata(PATH_METADATA, target));

const isParam = (part: string): boolean => part.startsWith(':');

const fits = (route: readonly string[], parts: readonly string[]): boolean =>
  route.length === parts.length && route.every((part, index) => isParam(part) || part === parts[index]);

function paramsIn(route: readonly string[], parts: readonly string[]): CommandCall['params'] {
  return Object.fromEntries(route.flatMap((part, at) => (isParam(part) ? [[part.slice(1), parts[at] ?? '']] : [])));
}

/** The parts of the path; undefined where one is not encoded as addresses are. */
function decoded(path: string): readonly string[] | undefined {
  try {
    return path.split('/').slice(1).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
