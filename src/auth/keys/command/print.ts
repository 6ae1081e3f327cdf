import type { IssuedKeyResponse, Key } from '../key.response.js';

/** The secret alone on standard output, for programs; what is to be said of it beside. */
export function printIssued({ api_key, name, scopes, expires_at }: IssuedKeyResponse): void {
  const end = expires_at ? `until ${expires_at}` : 'for ever';
  process.stderr.write(`The key ${name} (${scopes.join(', ')}) works ${end}. It is not shown again:\n`);
  process.stdout.write(`${api_key}\n`);
}

const COLUMNS = ['NAME', 'STATUS', 'SCOPES', 'EXPIRES', 'LAST USED', 'PREFIX'];

/** A line a key. */
export function printKeys(keys: Key[]): void {
  const rows = [COLUMNS, ...keys.map(rowOf)];
  const widths = COLUMNS.map((_, index) => Math.max(...rows.map((row) => row[index]!.length)));
  for (const row of rows) {
    const cells = row.map((cell, index) => cell.padEnd(widths[index]!));
    process.stdout.write(`${cells.join('  ').trimEnd()}\n`);
  }
}

const rowOf = ({ name, status, scopes, expires_at, last_used_at, prefix }: Key): string[] => [
  name,
  status,
  scopes.join(','),
  expires_at ?? 'never',
  last_used_at ?? 'never',
  prefix,
];
