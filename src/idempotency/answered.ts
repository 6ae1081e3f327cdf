import type { EntityManager } from 'typeorm';
import type { ChangeRequest } from '../change/change-request.js';
import { idempotencyKeyInUse } from '../common/errors/problems.js';
import type { Attempt } from './attempt.js';

/**
 * Keeps an answer in the very transaction that makes what it tells of, where the request may be sent again; and
 * hands it on. `revision`: that of the identity that was changed, for the answer's ETag.
 */
export async function answered<Answer extends object>(
  manager: EntityManager,
  change: ChangeRequest,
  answer: Answer,
  revision?: string,
): Promise<Answer> {
  if (revision) tagAnswer(change, revision);
  if (change.attempt) await keep(manager, change.attempt, change.answer, answer);
  return answer;
}

/** The answer of the first request, where this one is it again: to be asked before anything is done. */
export function answeredBefore<Answer extends object>({
  attempt,
  answer,
}: ChangeRequest): Answer | undefined {
  const kept = attempt?.again();
  if (!kept) return undefined;
  Object.assign(answer, kept.headers, { 'Idempotency-Replayed': 'true' });
  return JSON.parse(kept.body) as Answer;
}

/** Gives a request's answer the ETag of an identity that was changed. */
export function tagAnswer(change: ChangeRequest, revision: string): void {
  change.answer.ETag = change.tagOf(revision);
}

/** Where another attempt has the key by now, as this one was taken for dead, nothing may have happened. */
async function keep(manager: EntityManager, attempt: Attempt, headers: object, body: object): Promise<void> {
  const { name, claim, fingerprint } = attempt;
  const values = [name.api_key, name.key, claim, fingerprint, JSON.stringify(headers), JSON.stringify(body)];
  const [, kept] = await manager.query<[unknown, number]>(KEEP, values);
  if (kept === 0) throw idempotencyKeyInUse();
  attempt.ends();
}

const KEEP = `
  UPDATE idempotency_key SET fingerprint = $4, headers = $5, body = $6
  WHERE api_key = $1 AND key = $2 AND claim = $3`;
