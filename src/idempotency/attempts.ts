import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { idempotencyKeyInUse } from '../common/errors/problems.js';
import { hasDied, OWN_PROCESS } from '../database/presence.js';
import { Reader } from '../database/reader.js';
import { Attempt, CLAIM_TIME, type KeptAnswer, type KeyName } from './attempt.js';
import { EndedClaims } from './ended-claims.js';

/** Milliseconds between two prolongations of a claim. */
const PROLONGATION = CLAIM_TIME / 3;

/** Milliseconds between two sweeps of what has expired. */
const SWEEP = 3_600_000;

/**
 * Claims idempotency keys, and releases them. Claims are rows: they hold across processes. A claim is over when its attempt
 * has ended (EndedClaims), when its process has died, and in any case when nobody has prolonged it. Taking it over too
 * early wastes work and does no harm: of several attempts only that which has the claim when it commits changes anything.
 */
@Injectable()
export class Attempts implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(Attempts.name);
  private sweeping: NodeJS.Timeout | undefined;

  constructor(
    private readonly reader: Reader,
    private readonly ended: EndedClaims,
  ) {}

  onModuleInit(): void {
    this.sweeping = setInterval(() => void this.sweep(), SWEEP).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.sweeping);
  }

  /**
   * The attempt that has the key, for as long as its work takes, or that knows the answer to give again; a request that
   * is running is a 409.
   */
  async begin(name: KeyName, request: string): Promise<Attempt> {
    const claim = randomUUID();
    const rows = await this.claim(name, claim);
    const isMine = rows.some((row) => row.claim === claim);
    const kept = rows.find((row): row is Found & KeptAnswer => row.fingerprint !== null);
    if (!isMine && !kept) throw idempotencyKeyInUse();
    const attempt = new Attempt(name, claim, request, isMine ? undefined : kept);
    if (isMine)
      attempt.prolongs(setInterval(() => void this.quietly(PROLONG, claimOf(attempt)), PROLONGATION));
    return attempt;
  }

  private async claim(name: KeyName, claim: string): Promise<Found[]> {
    const values = [name.api_key, name.key, claim, OWN_PROCESS, this.ended.on(name)];
    try {
      return await this.reader.rows<Found>(CLAIM, values);
    } catch (error) {
      // It may have been made, and only the answer been lost.
      void this.ended.release(name, claim);
      throw error;
    }
  }

  /** Work that has failed has changed nothing: the key is free again. One whose answer is kept stays. */
  async release(attempt: Attempt): Promise<void> {
    attempt.ends();
    if (!attempt.kept) await this.ended.release(attempt.name, attempt.claim);
  }

  async sweep(): Promise<void> {
    await this.quietly(FORGET, []);
  }

  private async quietly(...query: Parameters<Reader['rows']>): Promise<void> {
    await this.reader.rows(...query).catch((error: Error) => this.logger.warn(error.message));
  }
}

const claimOf = ({ name: { api_key, key }, claim }: Attempt): string[] => [api_key, key, claim];

/** A key as it was found; an answer is whole or not there. */
type Found = { claim: string } & { [Part in keyof KeptAnswer]: KeptAnswer[Part] | null };

/** When a claim that is made or prolonged now expires. */
const CLAIMED_UNTIL = `now() + interval '${CLAIM_TIME} milliseconds'`;
/** For how long an answer is kept. */
const KEPT_TIME = `interval '24 hours'`;

/** Claims a key that is new, or free again; else finds what is there. */
const CLAIM = {
  name: 'claim_idempotency_key',
  text: `
    WITH claimed AS (
      INSERT INTO idempotency_key AS k (api_key, key, claim, process, claimed_until)
      VALUES ($1, $2, $3, $4, ${CLAIMED_UNTIL})
      ON CONFLICT (api_key, key) DO UPDATE
      SET claim = excluded.claim, process = excluded.process, claimed_until = excluded.claimed_until,
        created_at = now(), fingerprint = NULL, headers = NULL, body = NULL
      WHERE k.created_at < now() - ${KEPT_TIME} OR k.fingerprint IS NULL
        AND (k.claim = ANY ($5::uuid[]) OR k.claimed_until < now() OR k.process <> $4 AND ${hasDied('k.process')})
      RETURNING claim
    )
    SELECT claim, NULL AS fingerprint, NULL AS headers, NULL AS body FROM claimed
    UNION ALL
    SELECT claim, fingerprint, headers, body FROM idempotency_key WHERE api_key = $1 AND key = $2`,
};

const PROLONG = {
  name: 'prolong_idempotency_key',
  text: `
    UPDATE idempotency_key SET claimed_until = ${CLAIMED_UNTIL}
    WHERE api_key = $1 AND key = $2 AND claim = $3`,
};

const FORGET = {
  name: 'forget_idempotency_keys',
  text: `DELETE FROM idempotency_key WHERE created_at < now() - ${KEPT_TIME}`,
};
