import { type Observable, of } from 'rxjs';
import { changeRequest } from '../change/change-context.js';
import { JsonText } from '../common/http/json-text.js';

/**
 * The answer of the first request, where the running one is it again: to be asked when the body has been read,
 * and before anything is done with it.
 */
export function replay(): Observable<JsonText> | undefined {
  const request = changeRequest();
  const kept = request?.attempt?.again();
  if (!kept) return undefined;
  Object.assign(request!.answer, kept.headers, { 'Idempotency-Replayed': 'true' });
  return of(new JsonText(kept.body));
}
