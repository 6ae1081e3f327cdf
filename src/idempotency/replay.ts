import { type Observable, of } from 'rxjs';
import type { ChangeRequest } from '../change/change-request.js';
import { JsonText } from '../common/http/json-text.js';

/**
 * The answer of the first request, where this one is it again: to be asked when the body has been read,
 * and before anything is done with it.
 */
export function replay(change?: ChangeRequest): Observable<JsonText> | undefined {
  const kept = change?.attempt?.again();
  if (!kept) return undefined;
  Object.assign(change!.answer, kept.headers, { 'Idempotency-Replayed': 'true' });
  return of(new JsonText(kept.body));
}
