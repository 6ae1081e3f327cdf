/** Keys that the service makes, wherever they stand. */
const KEY = /\bmomentry_[\w-]{20,}/g;

/**
 * The last line behind those who write log lines and know better than to put a key into one: takes out what looks
 * like a key of ours, and `secrets`, which look like nothing.
 */
export function redactor(...secrets: (string | undefined)[]): (line: string) => string {
  const spellings = secrets
    .filter((secret) => secret !== undefined)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]);
  return (line) => spellings.reduce((text, secret) => text.replaceAll(secret, '…'), line.replace(KEY, '…'));
}
