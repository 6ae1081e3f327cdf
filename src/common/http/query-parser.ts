import { type ParsedUrlQuery, parse } from 'node:querystring';

/** Parses a query string; throws URIError where it isn't percent-encoded UTF-8, which node would let pass. */
export function parseQuery(query: string | null): ParsedUrlQuery {
  if (!query) return {};
  decodeURIComponent(query);
  return parse(query, '&', '=', { maxKeys: 0 });
}
