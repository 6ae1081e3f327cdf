import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Environment } from '../../config/environment.js';
import { LockQueue } from '../../database/lock-queue.js';
import { FastExpressAdapter } from './fast-express.adapter.js';

/** Milliseconds before the time is over at which changes that wait for locks are refused, so that they are answered. */
const ANSWERING = 250;

/** Has running requests finished before anything that they need is closed. */
@Injectable()
export class OrderlyEnd implements OnModuleDestroy {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly environment: Environment,
    private readonly locks: LockQueue,
  ) {}

  async onModuleDestroy(): Promise<void> {
    const { httpAdapter } = this.host;
    if (!(httpAdapter instanceof FastExpressAdapter)) return;
    const patience = this.environment.SHUTDOWN_TIMEOUT * 1000;
    const refusal = setTimeout(() => this.locks.close(), Math.max(patience - ANSWERING, 0));
    await httpAdapter.drain(patience).finally(() => clearTimeout(refusal));
  }
}
