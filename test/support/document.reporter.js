import { existsSync, readFileSync } from 'node:fs';

/**
 * Compares the statuses that a run saw (test/support/document/journal.ts) with those that the OpenAPI document
 * promises, both ways. It counts as one more test; where only a part of the tests ran there is nothing to compare.
 */
export default class DocumentReporter {
  constructor(globalConfig) {
    this.isWhole = isWhole(globalConfig);
  }

  onRunComplete(_contexts, results) {
    if (!this.isWhole || results.wasInterrupted) return;
    const faults = compare(readJournal(), readDocument());
    results.numTotalTests++;
    if (faults.length === 0) results.numPassedTests++;
    else {
      results.numFailedTests++;
      process.stderr.write(`\nopenapi.json and the tests disagree:\n  ${faults.join('\n  ')}\n`);
    }
  }
}

const isWhole = ({ testPathPatterns, testNamePattern, shard, nonFlagArgs, ...selection }) =>
  testPathPatterns.patterns.length === 0 &&
  nonFlagArgs.length === 0 &&
  !testNamePattern &&
  !shard &&
  !selection.onlyChanged &&
  !selection.onlyFailures &&
  !selection.findRelatedTests;

function compare(entries, documented) {
  const seen = new Set(entries.filter((entry) => entry.operationId).map(nameOf));
  const untested = documented.filter((name) => !seen.has(name));
  const undocumented = [...seen].filter((name) => !documented.includes(name));
  return [
    ...untested.map((name) => `${name} is documented, but no test had it`),
    ...undocumented.map((name) => `${name} was answered, but is not documented`),
    ...new Set(entries.flatMap(({ fault }) => fault ?? [])),
  ];
}

const nameOf = ({ operationId, status }) => `${operationId} ${status}`;

function readJournal() {
  const { TEST_JOURNAL: path } = process.env;
  if (!path || !existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

function readDocument() {
  const { paths } = JSON.parse(readFileSync('openapi.json', 'utf8'));
  return Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .flatMap(({ operationId, responses }) =>
      Object.keys(responses).map((status) => nameOf({ operationId, status })),
    );
}
