import { invalidRequest, preconditionFailed } from '../common/errors/problems.js';
import { type EntityTags, parseTags } from '../common/http/entity-tag.js';
import { revisionOf, weakRevisionOf } from '../identity/identity-tags.js';
import type { ChangeRequest } from './change-request.js';

/**
 * Throws where the identity isn't as If-Match and If-None-Match of a request want it (RFC 9110, 13.1).
 * To be asked by the transaction that holds the row: nobody can come in between. Null: there is no identity.
 */
export function requireAsExpected({ headers }: ChangeRequest, revision: string | null): void {
  const ifMatch = tagsOf('If-Match', headers['if-match']);
  const ifNoneMatch = tagsOf('If-None-Match', headers['if-none-match']);
  const isAmong = (tags: EntityTags, revisionIn: typeof revisionOf): boolean =>
    revision !== null && (tags === '*' || tags.some((tag) => revisionIn(tag) === revision));
  if (ifMatch && !isAmong(ifMatch, revisionOf)) throw preconditionFailed('If-Match');
  if (ifNoneMatch && isAmong(ifNoneMatch, weakRevisionOf)) throw preconditionFailed('If-None-Match');
}

/** One that can't be read is refused: passed over, it would let through what it was to prevent. */
function tagsOf(name: string, header: string | undefined): EntityTags | undefined {
  if (header === undefined) return undefined;
  const tags = parseTags(header);
  if (!tags) throw invalidRequest([{ pointer: `#/${name}`, detail: 'must be * or a list of entity-tags' }]);
  return tags;
}
