import { ExpressAdapter } from '@nestjs/platform-express';
import type { Express, RequestHandler, Response } from 'express';
import { createServer, IncomingMessage, type Server, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { limitBodyTime } from './body-time.js';
import { drain } from './drain.js';
import { JsonStream, JsonText } from './json-text.js';
import { onceEnded } from './response-end.js';
import { sendStream } from './send-stream.js';

/** Milliseconds for the head of a request to come, as node:http has it. */
const HEAD_TIME = 60_000;
/** Connections that may wait to be taken, as far as the system allows: of more than node's 511 at once some would hang. */
const BACKLOG = 4096;

/**
 * Express, without what makes it slow.
 *
 * Express gives every request and response another prototype when it comes in, which throws away what V8
 * has learnt about their shape: most of the time of an empty route. Here node:http makes them with that
 * prototype from the start, so that Express's assignment changes nothing. And a body that is JSON already
 * is written with one `end`, not parsed, not serialized, not hashed.
 */
export class FastExpressAdapter extends ExpressAdapter {
  /** Asked before anything is done for a request. Who says no has answered it. */
  admits: (request: IncomingMessage, response: ServerResponse) => boolean = () => true;
  /** Told of every answer when it has ended, and of the milliseconds that it took. */
  observe: (request: IncomingMessage, response: ServerResponse, duration: number) => void = () => undefined;
  /** Requests that have come and not been answered yet. */
  readonly running = { count: 0 };

  override initHttpServer(): void {
    const express: Express = this.getInstance();
    this.httpServer = createServer(
      {
        headersTimeout: HEAD_TIME,
        // Bodies have a limit of their own, which some may exceed.
        requestTimeout: 0,
        IncomingMessage: bornAs(IncomingMessage, express.request),
        ServerResponse: bornAs<typeof ServerResponse>(ServerResponse, express.response),
      },
      (request, response) => {
        this.follow(request, response);
        if (this.admits(request, response)) express(request, response);
      },
    );
  }

  /** Nest gives the callback last. */
  override listen(port: string | number, ...rest: unknown[]): Server {
    const server = this.httpServer as { listen(port: string | number, ...rest: unknown[]): Server };
    return server.listen(port, ...rest.slice(0, -1), BACKLOG, rest.at(-1));
  }

  /** Ends serving; running requests have so many milliseconds. */
  async drain(patience: number): Promise<void> {
    const express: Express = this.getInstance();
    if (this.httpServer.listening) await drain(this.httpServer, express.response, this.running, patience);
  }

  private follow(request: IncomingMessage, response: ServerResponse): void {
    const began = performance.now();
    this.running.count++;
    onceEnded(request, response, () => {
      this.running.count--;
      this.observe(request, response, performance.now() - began);
    });
    limitBodyTime(request);
  }

  /** What no route takes is a problem everywhere, not only under the prefix. */
  override setNotFoundHandler(handler: RequestHandler): unknown {
    return super.setNotFoundHandler(handler);
  }

  override reply(response: Response, body: unknown, statusCode?: number): unknown {
    if (body instanceof JsonText) return writeText(response, body, statusCode);
    if (body instanceof JsonStream) return writeStream(response, body, statusCode);
    return super.reply(response, body, statusCode);
  }
}

/** A constructor whose instances have `prototype`; a class's own could not be replaced. */
function bornAs<Base extends abstract new (...parameters: never[]) => object>(
  base: Base,
  prototype: object,
): Base {
  const make = base as unknown as (this: object, ...parameters: unknown[]) => void;
  function Born(this: object, ...parameters: unknown[]): void {
    make.apply(this, parameters);
  }
  Born.prototype = prototype;
  return Born as unknown as Base;
}

function writeText(response: Response, { text, headers, status }: JsonText, ofRoute = 200): void {
  response.writeHead(status ?? ofRoute, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}

function writeStream(response: Response, { pieces }: JsonStream, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' });
  void sendStream(Readable.from(pieces), response);
}
