/** Where the pages around this one are. */
export interface Position {
  page: number;
  last: number;
  /** Cursor of the next page, when the request came by cursor. */
  cursor?: string;
}

/** The `Link` header (RFC 8288) of a page of the list at `url` (path and query of the request). */
export function linkHeader(url: string, { page, last, cursor }: Position): string {
  const links: [string, Record<string, string>][] = [['first', { page: '1' }]];
  if (page > 1) links.push(['prev', { page: String(Math.min(page - 1, last)) }]);
  if (cursor) links.push(['next', { cursor }]);
  else if (page < last) links.push(['next', { page: String(page + 1) }]);
  links.push(['last', { page: String(last) }]);
  return links.map(([rel, place]) => `<${urlWith(url, place)}>; rel="${rel}"`).join(', ');
}

/** The same list at another place: other parameters stay as they are. */
function urlWith(url: string, place: Record<string, string>): string {
  const start = url.indexOf('?');
  const [path, query] = start < 0 ? [url, ''] : [url.slice(0, start), url.slice(start + 1)];
  const parameters = new URLSearchParams(query);
  parameters.delete('page');
  parameters.delete('cursor');
  for (const [name, value] of Object.entries(place)) parameters.set(name, value);
  return `${path}?${parameters.toString()}`;
}
