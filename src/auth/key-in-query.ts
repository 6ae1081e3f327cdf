/** What a parameter with a key in it is called. */
const NAMES = new Set([
  'api_key',
  'api-key',
  'apikey',
  'authorization',
  'key',
  'x-api-key',
  'token',
  'access_token',
]);

/** Whether a URL's query has a parameter that is called like a key. URLs end up in logs and histories. */
export function hasKeyInQuery(url: string): boolean {
  const start = url.indexOf('?');
  return (
    start >= 0 &&
    url
      .slice(start + 1)
      .split('&')
      .some(isKey)
  );
}

function isKey(pair: string): boolean {
  const name = pair.split('=', 1)[0]!;
  // No other letters have to do with these names, so that what isn't UTF-8 needs no care.
  const plain = name.includes('%') ? name.replaceAll(/%[0-7][0-9a-f]/gi, decodeURIComponent) : name;
  return NAMES.has(plain.toLowerCase());
}
