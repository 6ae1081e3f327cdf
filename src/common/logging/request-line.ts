import type { Request } from 'express';
import { requestId } from '../http/request-id.js';
import { UUID_PATTERN } from '../uuid.js';

/** Characters of a part of a path at the most, unless it is a uuid: what is longer may be a key. */
const MAX_PART = 24;

/** What the log says of a request: never its query, headers or body. */
export interface RequestLine {
  request_id: string;
  message: string;
}

export const requestLine = (request: Request, what: string): RequestLine => ({
  request_id: requestId(request),
  message: `${request.method} ${pathOf(request)}${what}`,
});

/** The path of a request, as far as it holds nothing that could be a key. */
export const pathOf = ({ originalUrl, url }: Request): string =>
  (originalUrl ?? url).split('?', 1)[0]!.slice(0, 200).split('/').map(shown).join('/');

const shown = (part: string): string => (part.length <= MAX_PART || UUID_PATTERN.test(part) ? part : '…');
