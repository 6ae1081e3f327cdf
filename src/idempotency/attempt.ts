import { createHash } from 'node:crypto';
import { idempotencyKeyReused } from '../common/errors/problems.js';

/** Milliseconds for which a claim holds unless it is prolonged: where it can't be seen that its process has died. */
export const CLAIM_TIME = 30_000;

/** An answer that was given, and is given again. */
export interface KeptAnswer {
  fingerprint: string;
  headers: Record<string, string>;
  /** JSON. */
  body: string;
}

/** Which idempotency key: each API key has its own. */
export interface KeyName {
  api_key: string;
  key: string;
}

/** A request with an Idempotency-Key. Its body is hashed as it comes. */
export class Attempt {
  private readonly hash = createHash('sha256');
  private digest: string | undefined;
  private prolongation: NodeJS.Timeout | undefined;

  /** `request`: method, path, query and content type. `kept`: the answer of the first request, if it has come. */
  constructor(
    readonly name: KeyName,
    readonly claim: string,
    request: string,
    readonly kept?: KeptAnswer,
  ) {
    this.hash.update(`${request}\n`);
  }

  /** Until it ends, its claim is prolonged by this timer. */
  prolongs(prolongation: NodeJS.Timeout): void {
    this.prolongation = prolongation.unref();
  }

  /** Its work has failed, or its answer is kept. */
  ends(): void {
    clearInterval(this.prolongation);
  }

  /** Takes note of a piece of the body. */
  bodyPiece(bytes: Uint8Array): void {
    this.hash.update(bytes);
  }

  /** SHA-256 of the request, when its body has come. */
  get fingerprint(): string {
    return (this.digest ??= this.hash.digest('hex'));
  }

  /**
   * The answer to give again; undefined where it is yet to be found. Another request than the first is a 422: asked as
   * soon as the body has come, before it is judged.
   */
  again(): KeptAnswer | undefined {
    if (this.kept && this.kept.fingerprint !== this.fingerprint) throw idempotencyKeyReused();
    return this.kept;
  }
}
