import { existsSync, readFileSync } from 'node:fs';

/**
 * Compares the statuses that a run saw (test/support/document/journal.ts) with those that the OpenAPI document
 * promises, both ways. It counts as one more test; where only a part of the tests ran there is nothing to compare.
 */
export default class DocumentReporter {
  /** Whether they agree; undefined where they are not compared. A promise as soon as the run is over. */
  agrees;

  onInit(vitest) {
    this.vitest = vitest;
  }

  onTestRunEnd(modules, _errors, reason) {
    this.agrees = reason === 'interrupted' ? undefined : this.compare(modules);
    return this.agrees;
  }

  async compare(modules) {
    if (!(await this.isWhole(modules))) return undefined;
    const faults = compare(readJournal(), readDocument());
    if (faults.length === 0) return true;
    process.exitCode = 1;
    process.stderr.write(`\nopenapi.json and the tests disagree:\n  ${faults.join('\n  ')}\n`);
    return false;
  }

  async isWhole(modules) {
    const specs = await this.vitest.globTestSpecifications();
    return modules.length === specs.length && !this.vitest.config.testNamePattern;
  }
}

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
