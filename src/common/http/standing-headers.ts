import type { Response } from 'express';
import helmet from 'helmet';
import { type IncomingMessage, ServerResponse } from 'node:http';
import { requestId } from './request-id.js';

export const REQUEST_ID = 'X-Request-Id';

/**
 * The headers of every answer, whoever writes it: helmet's, and the request's id. Those of helmet are the same each
 * time and are therefore made once; its middleware would make them for every request.
 */
export class StandingHeaders {
  /** `name, value, name, value …`, as writeHead takes them the fastest. */
  readonly list: string[];
  readonly entries: readonly [string, string][];

  /** `shared`: pages of other origins may use what is answered. */
  constructor({ shared }: { shared: boolean }) {
    this.entries = madeByHelmet({
      // For what is no page. A page says itself what it needs.
      contentSecurityPolicy: {
        useDefaults: false,
        directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      },
      crossOriginResourcePolicy: { policy: shared ? 'cross-origin' : 'same-origin' },
      xFrameOptions: { action: 'deny' },
      // The other hosts of the domain aren't ours.
      strictTransportSecurity: { includeSubDomains: false },
    });
    this.list = this.entries.flat();
  }

  /** From now on, answers made with this prototype have them. A header that was set before stays as it is. */
  addTo(prototype: Response): void {
    const node = ServerResponse.prototype as Response;
    const complete = (response: Response): void => this.complete(response);
    prototype.writeHead = function (this: Response, ...parameters: Parameters<Response['writeHead']>) {
      // Who writes a list has put them in.
      if (!Array.isArray(parameters.at(-1))) complete(this);
      return node.writeHead.apply(this, parameters);
    } as Response['writeHead'];
  }

  private complete(response: Response): void {
    for (const [name, value] of this.entries) if (!response.hasHeader(name)) response.setHeader(name, value);
    response.setHeader(REQUEST_ID, requestId(response.req));
  }
}

function madeByHelmet(options: Parameters<typeof helmet>[0]): [string, string][] {
  const made: [string, string][] = [];
  const response = {
    setHeader: (name: string, value: string) => made.push([name, value]),
    removeHeader: () => undefined,
  };
  helmet(options)({} as IncomingMessage, response as unknown as ServerResponse, () => undefined);
  return made;
}
