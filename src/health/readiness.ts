import { Injectable } from '@nestjs/common';
import { JsonText } from '../common/http/json-text.js';
import { DatabaseCheck } from './database.check.js';
import { DiskCheck } from './disk.check.js';
import type { ReadinessResponse } from './readiness.response.js';

/** Milliseconds for which an answer stands: anybody may ask, and each answer costs a connection. */
const VALIDITY = 1000;

/**
 * Whether everything is there that serving needs. Not @nestjs/terminus: of its indicators none looks for migrations or
 * for a folder that can be written to, and that of the database asks on the pool; what is left tells everything twice,
 * in `details` and in `info` or `error`.
 */
@Injectable()
export class Readiness {
  private looking: Promise<ReadinessResponse> | undefined;

  constructor(
    private readonly database: DatabaseCheck,
    private readonly disk: DiskCheck,
  ) {}

  async answer(): Promise<JsonText> {
    const found = await this.look();
    return new JsonText(JSON.stringify(found), {}, undefined, found.status === 'ok' ? 200 : 503);
  }

  /** As it was a second ago at the most. */
  private look(): Promise<ReadinessResponse> {
    this.looking ??= this.lookNow().finally(() => {
      setTimeout(() => (this.looking = undefined), VALIDITY).unref();
    });
    return this.looking;
  }

  private async lookNow(): Promise<ReadinessResponse> {
    const [found, disk] = await Promise.all([this.database.look(), this.disk.look()]);
    const checks = { ...found, disk };
    const isReady = Object.values(checks).every(({ status }) => status === 'ok');
    return { status: isReady ? 'ok' : 'failed', checks };
  }
}
