import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Environment } from '../../config/environment.js';
import { FastExpressAdapter } from './fast-express.adapter.js';

/** Has running requests finished before anything that they need is closed. */
@Injectable()
export class OrderlyEnd implements OnModuleDestroy {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly environment: Environment,
  ) {}

  async onModuleDestroy(): Promise<void> {
    const { httpAdapter } = this.host;
    const patience = this.environment.SHUTDOWN_TIMEOUT * 1000;
    if (httpAdapter instanceof FastExpressAdapter) await httpAdapter.drain(patience);
  }
}
