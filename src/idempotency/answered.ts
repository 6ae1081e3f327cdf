import type { EntityManager } from 'typeorm';
import { changeRequest } from '../change/change-context.js';
import { idempotencyKeyInUse } from '../common/errors/problems.js';
import type { Attempt } from './attempt.js';

/**
 * Keeps an answer in the very transaction that makes what it tells of, where the running request may be sent
 * again; and hands it on. `revision`: that of the identity that was changed, for the answer's ETag.
 */
export async function answered<Answer extends object>(
  manager: EntityManager,
  answer: Answer,
  revision?: string,
): Promise<Answer> {
  const request = changeRequest();
  if (revision) tagAnswer(revision);
  if (request?.attempt) await keep(manager, request.attempt, request.answer, answer);
  return answer;
}

/** Gives the running request's answer the ETag of an identity that was changed. */
export function tagAnswer(revision: string): void {
  const request = changeRequest();
  if (request) request.answer.ETag = request.tagOf(revision);
}

/** Where another attempt has the key by now, as this one was taken for dead, nothing may have happened. */
async function keep(manager: EntityManager, attempt: Attempt, headers: object, body: object): Promise<void> {
  const { name, claim, fingerprint } = attempt;
  const values = [name.api_key, name.key, claim, fingerprint, JSON.stringify(headers), JSON.stringify(body)];
  const [, kept] = await manager.query<[unknown, number]>(KEEP, values);
  if (kept === 0) throw idempotencyKeyInUse();
}

const KEEP = `
  UPDATE idempotency_key SET fingerprint = $4, headers = $5, body = $6
  WHERE api_key = $1 AND key = $2 AND claim = $3`;
