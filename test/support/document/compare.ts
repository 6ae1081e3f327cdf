import { existsSync, readFileSync } from 'node:fs';
import type { Entry } from './journal.js';

/**
 * Compares the statuses that a run saw (journal.ts) with those that the OpenAPI document promises, both ways.
 * Returns what differs, a sentence each.
 */
export function compareWithDocument(): string[] {
  const entries = readJournal();
  const documented = readDocument();
  const seen = new Set(entries.flatMap((entry) => ('fault' in entry ? [] : [nameOf(entry)])));
  const untested = documented.filter((name) => !seen.has(name));
  const undocumented = [...seen].filter((name) => !documented.includes(name));
  return [
    ...untested.map((name) => `${name} is documented, but no test got it`),
    ...undocumented.map((name) => `${name} was answered, but is not documented`),
    ...new Set(entries.flatMap((entry) => ('fault' in entry ? [entry.fault] : []))),
  ];
}

interface Answer {
  operationId: string;
  status: number | string;
}

const nameOf = ({ operationId, status }: Answer): string => `${operationId} ${status}`;

function readJournal(): Entry[] {
  const { TEST_JOURNAL: path } = process.env;
  if (!path || !existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Entry);
}

interface Operation {
  operationId: string;
  responses: Record<string, unknown>;
}

function readDocument(): string[] {
  const { paths } = JSON.parse(readFileSync('openapi.json', 'utf8')) as {
    paths: Record<string, Record<string, Operation>>;
  };
  return Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .flatMap(({ operationId, responses }) =>
      Object.keys(responses).map((status) => nameOf({ operationId, status })),
    );
}
