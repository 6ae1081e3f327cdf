import { ExpressAdapter } from '@nestjs/platform-express';
import type { Express, Request, RequestHandler, Response } from 'express';
import { createServer, IncomingMessage, type Server, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Environment } from '../../config/environment.js';
import type { Problem } from '../errors/problem.js';
import { sendProblem } from '../errors/send-problem.js';
import { limitBodyTime } from './body-time.js';
import { drain } from './drain.js';
import { isKnown } from './entity-tag.js';
import { faultOfHead } from './fault-of-head.js';
import { JsonStream, JsonText } from './json-text.js';
import { Pipelines } from './pipelines.js';
import { limitReadTime } from './read-time.js';
import { requestId } from './request-id.js';
import { requestLog } from './request-log.js';
import { onceEnded } from './response-end.js';
import { sendStream } from './send-stream.js';
import { REQUEST_ID, StandingHeaders } from './standing-headers.js';
import { setTimeLimits } from './time-limits.js';
import { answerUnreadable, MAX_HEAD_KIB } from './unreadable.js';

/** Milliseconds between two looks for requests whose heads take too long. */
const LOOK = 1000;
/** Connections that may wait to be taken, as far as the system allows: of more than node's 511 at once some would hang. */
const BACKLOG = 4096;

/**
 * Express, without what makes it slow.
 *
 * Express gives every request and response another prototype when it comes in, which throws away what V8
 * has learnt about their shape: most of the time of an empty route. Here node:http makes them with that
 * prototype from the start, so that Express's assignment changes nothing. And a body that is JSON already
 * is written with one `end`, not parsed, not serialized; where the client has it already, not at all.
 */
export class FastExpressAdapter extends ExpressAdapter {
  /** Asked before anything is done for a request. Who says no has answered it. */
  admits: (request: IncomingMessage, response: ServerResponse) => boolean = () => true;
  /** Told of every answer when it has ended, and of the milliseconds that it took. */
  observe: (request: IncomingMessage, response: ServerResponse, duration: number) => void = () => undefined;
  /** Registers the routes that nobody is in a hurry for: each that stands before another costs all requests of that one. */
  registerLast: () => void = () => undefined;
  /** Requests that have come and not been answered yet. */
  readonly running = { count: 0 };
  /** The connections, each with its requests in progress. */
  pipelines: Pipelines;
  private readonly standing: StandingHeaders;

  constructor(private readonly environment: Environment) {
    super();
    this.standing = new StandingHeaders({ shared: environment.CORS_ORIGINS !== undefined });
  }

  override initHttpServer(): void {
    const express: Express = this.getInstance();
    const { HEADERS_TIMEOUT, KEEP_ALIVE_TIMEOUT } = this.environment;
    setTimeLimits(express, this.environment);
    this.httpServer = createServer({
      headersTimeout: HEADERS_TIMEOUT * 1000,
      connectionsCheckingInterval: LOOK,
      // Bodies have a limit of their own, which some may exceed.
      requestTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT * 1000,
      maxHeaderSize: MAX_HEAD_KIB * 1024,
      // A missing Host would be told in a status alone.
      requireHostHeader: false,
      IncomingMessage: born(IncomingMessage, express, 'request'),
      ServerResponse: born<typeof ServerResponse>(ServerResponse, express, 'response'),
    });
    // Node would drop what is more, without a word: faultOfHead refuses it.
    this.httpServer.maxHeadersCount = 0;
    this.standing.addTo(express.response);
    this.pipelines = new Pipelines(this.httpServer);
    answerUnreadable(this.httpServer, this.standing);
    const listener = this.listener(express);
    this.httpServer.on('request', listener).on('checkExpectation', listener);
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

  private listener(express: Express): (request: Request, response: Response) => void {
    const log = requestLog(this.environment);
    const bodyTime = this.environment.BODY_TIMEOUT * 1000;
    return (request, response) => {
      this.follow(request, response);
      log?.(request, response);
      limitBodyTime(request, bodyTime);
      const fault = faultOfHead(request);
      if (fault) this.refuseLast(fault, request, response);
      else if (this.admits(request, response)) express(request, response);
    };
  }

  /** The connection ends with this answer: what follows on it may not be what the client takes it for. */
  private refuseLast(problem: Problem, request: Request, response: Response): void {
    this.pipelines.of(request).endWith(response);
    sendProblem(problem, request, response);
  }

  private follow(request: IncomingMessage, response: ServerResponse): void {
    const began = performance.now();
    const pipeline = this.pipelines.of(request);
    this.running.count++;
    pipeline.begins(request);
    onceEnded(request, response, () => {
      this.running.count--;
      pipeline.ends();
      this.observe(request, response, performance.now() - began);
    });
  }

  /** What no route takes is a problem everywhere, not only under the prefix. */
  override setNotFoundHandler(handler: RequestHandler): unknown {
    this.registerLast();
    return super.setNotFoundHandler(handler);
  }

  /** Express would look at it first: ours are right. */
  override status(response: Response, statusCode: number): Response {
    response.statusCode = statusCode;
    return response;
  }

  override reply(response: Response, body: unknown, statusCode?: number): unknown {
    if (body instanceof JsonText) return writeText(response, body, this.standing, statusCode);
    if (body instanceof JsonStream) return writeStream(response, body, statusCode);
    if (isPlainObject(body))
      return writeText(response, new JsonText(JSON.stringify(body)), this.standing, statusCode);
    return super.reply(response, body, statusCode);
  }
}

/**
 * A class of node's whose instances are born as Express's requests or responses: its prototype becomes Express's, on top
 * of the one that was. A class it must be: V8 adds up what the constructors of a class set, and makes the instances as
 * large from the start; the fields of any other would be moved again and again (1.7 µs a response instead of 0.3).
 */
function born<Base extends new (...parameters: never[]) => object>(
  base: Base,
  express: Express,
  kind: 'request' | 'response',
): Base {
  const Born = class extends (base as new (...parameters: never[]) => object) {};
  Object.setPrototypeOf(Born.prototype, express[kind]);
  Object.assign(express, { [kind]: Born.prototype });
  return Born as Base;
}

/** What Express would write the same way, looking at much that isn't set here. */
const isPlainObject = (body: unknown): body is object =>
  typeof body === 'object' && body !== null && Object.getPrototypeOf(body) === Object.prototype;

const JSON_TYPE = 'application/json; charset=utf-8';

/** A client may keep what it has read, but asks each time whether it still is so. */
const KEEP_AND_ASK = 'private, no-cache';

function writeText(
  response: Response,
  { text, headers, etag, status }: JsonText,
  standing: StandingHeaders,
  ofRoute = 200,
): void {
  const all = [REQUEST_ID, requestId(response.req)].concat(standing.list);
  for (const name in headers) all.push(name, headers[name]!);
  const ofChange = response.req.change?.answer;
  for (const name in ofChange) all.push(name, ofChange[name]!);
  if (etag !== undefined) {
    all.push('ETag', etag, 'Cache-Control', KEEP_AND_ASK);
    if (isKnown(response.req.headers['if-none-match'], etag)) return void response.writeHead(304, all).end();
  }
  all.push('Content-Type', JSON_TYPE, 'Content-Length', String(Buffer.byteLength(text)));
  response.writeHead(status ?? ofRoute, all);
  response.end(text);
  limitReadTime(response);
}

function writeStream(response: Response, { pieces }: JsonStream, status = 200): void {
  response.writeHead(status, { 'Content-Type': JSON_TYPE });
  // Counted in bytes, not in pieces: a piece is some 250 KB.
  void sendStream(Readable.from(pieces, { objectMode: false }), response);
}
