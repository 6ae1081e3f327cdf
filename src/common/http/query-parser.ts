import { type ParsedUrlQuery, parse } from 'node:querystring';
import { malformedUrl } from '../errors/problems.js';

/** Parses a query string; refuses one that isn't percent-encoded UTF-8, which node would let pass. */
export function parseQuery(query: string | null): ParsedUrlQuery {
  if (!query) return {};
  try {
    decodeURIComponent(query);
  } catch {
    throw malformedUrl();
  }
  return parse(query, '&', '=', { maxKeys: 0 });
}
