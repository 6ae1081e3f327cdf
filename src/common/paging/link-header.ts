/** Where the pages around this one are. */
export interface Position {
  page: number;
  last: number;
  /** Cursor of the next page, when the request came by cursor. */
  cursor?: string;
}

/** The `Link` header (RFC 8288) of a page of the list at `url` (path and query of the request). */
export function linkHeader(url: string, { page, last, cursor }: Position): string {
  const list = withoutPlace(url);
  const links = [`<${list}page=1>; rel="first"`];
  if (page > 1) links.push(`<${list}page=${Math.min(page - 1, last)}>; rel="prev"`);
  // Of letters, digits, - and _ alone.
  if (cursor) links.push(`<${list}cursor=${cursor}>; rel="next"`);
  else if (page < last) links.push(`<${list}page=${page + 1}>; rel="next"`);
  links.push(`<${list}page=${last}>; rel="last"`);
  return links.join(', ');
}

/** The list without its place, which comes behind this: other parameters stay as they are. */
function withoutPlace(url: string): string {
  const start = url.indexOf('?');
  if (start < 0) return `${url}?`;
  const parameters = new URLSearchParams(url.slice(start + 1));
  parameters.delete('page');
  parameters.delete('cursor');
  return parameters.size > 0 ? `${url.slice(0, start)}?${parameters.toString()}&` : `${url.slice(0, start)}?`;
}
