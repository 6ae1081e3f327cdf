import { ExpressAdapter } from '@nestjs/platform-express';
import type { Express, RequestHandler, Response } from 'express';
import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { limitBodyTime } from './body-time.js';
import { isKnown } from './entity-tag.js';
import { JsonStream, JsonText } from './json-text.js';
import { sendStream } from './send-stream.js';

/** Milliseconds for the head of a request to come, as node:http has it. */
const HEAD_TIME = 60_000;

/**
 * Express, without what makes it slow.
 *
 * Express gives every request and response another prototype when it comes in, which throws away what V8
 * has learnt about their shape: most of the time of an empty route. Here node:http makes them with that
 * prototype from the start, so that Express's assignment changes nothing. And a body that is JSON already
 * is written with one `end`, not parsed, not serialized; where the client has it already, not at all.
 */
export class FastExpressAdapter extends ExpressAdapter {
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
      this.getInstance(),
    );
    this.httpServer.prependListener('request', (request: IncomingMessage) => limitBodyTime(request));
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

/** A client may keep what it has read, but asks each time whether it still is so. */
const KEEP_AND_ASK = 'private, no-cache';

function writeText(response: Response, { text, headers, etag }: JsonText, status = 200): void {
  const caching = etag === undefined ? {} : { ETag: etag, 'Cache-Control': KEEP_AND_ASK };
  if (etag !== undefined && isKnown(response.req.headers['if-none-match'], etag)) {
    return void response.writeHead(304, { ...caching, ...headers }).end();
  }
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    ...caching,
    ...headers,
  });
  response.end(text);
}

function writeStream(response: Response, { pieces }: JsonStream, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' });
  void sendStream(Readable.from(pieces), response);
}
