import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { overloaded } from '../common/errors/problems.js';
import { sendProblem } from '../common/errors/send-problem.js';
import { FastExpressAdapter } from '../common/http/fast-express.adapter.js';
import { isBehindAnother } from '../common/http/pipelines.js';
import { Environment } from '../config/environment.js';
import { Connections } from '../database/connections.js';
import { Reader } from '../database/reader.js';
import { EventLoop } from './event-loop.js';

/** What keeps requests from being served in good time. */
export type Shortage = 'database' | 'event_loop' | 'requests';

/** Milliseconds between two lines of the log about what was refused. */
const PERIOD = 10_000;

/** Health checks: answered however many requests are in progress. */
const HEALTH = /^\/health(\/ready)?$/;

/**
 * Refuses requests at the door, before anything is done for them: those of the API where they would only wait, and
 * those of any path where so many are in progress that more would fill the memory. Those that were let in are served in
 * good time, and the others know at once. The price of letting in is three comparisons.
 */
@Injectable()
export class Admission implements OnApplicationBootstrap, OnApplicationShutdown {
  /** Requests refused since the start. */
  readonly refused: Record<Shortage, number> = { database: 0, event_loop: 0, requests: 0 };
  private readonly logger = new Logger(Admission.name);
  private logged = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly environment: Environment,
    private readonly connections: Connections,
    private readonly reader: Reader,
    private readonly loop: EventLoop,
  ) {}

  onApplicationBootstrap(): void {
    const { httpAdapter } = this.host;
    if (!(httpAdapter instanceof FastExpressAdapter)) return;
    httpAdapter.admits = (request, response) => this.admits(httpAdapter, request, response);
    this.timer = setInterval(() => this.log(), PERIOD).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private admits(adapter: FastExpressAdapter, request: IncomingMessage, response: ServerResponse): boolean {
    const shortage = this.shortageOf(adapter, request, response);
    if (!shortage) return true;
    this.refused[shortage]++;
    // An answer that waits for earlier ones takes memory: a connection must not have many.
    if (isBehindAnother(response)) adapter.pipelines.of(request).endWith(response);
    sendProblem(overloaded(), request, response);
    return false;
  }

  private shortageOf(
    { running }: FastExpressAdapter,
    { url }: IncomingMessage,
    response: ServerResponse,
  ): Shortage | undefined {
    if (running.count > this.environment.MAX_REQUESTS)
      return HEALTH.test(url!) && !isBehindAnother(response) ? undefined : 'requests';
    const shortage = this.shortage();
    return shortage && url!.startsWith('/api/') ? shortage : undefined;
  }

  private shortage(): Shortage | undefined {
    const { DATABASE_QUEUE_SIZE, MAX_EVENT_LOOP_DELAY } = this.environment;
    if (this.connections.waiting + this.reader.waiting >= DATABASE_QUEUE_SIZE) return 'database';
    if (this.loop.delay > MAX_EVENT_LOOP_DELAY) return 'event_loop';
    return undefined;
  }

  /** Refusals are told by number: a line each would be one more load. */
  private log(): void {
    const refused = Object.values(this.refused).reduce((sum, count) => sum + count);
    if (refused > this.logged) this.logger.warn(`Overloaded: ${refused - this.logged} requests refused.`);
    this.logged = refused;
  }
}
