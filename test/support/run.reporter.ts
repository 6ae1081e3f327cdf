import type { AggregatedResult, Config, Reporter, TestContext } from '@jest/reporters';
import { readdirSync } from 'node:fs';
import { compareWithDocument } from './document/compare.js';

interface Options {
  /** Whether a run of all specs is compared with openapi.json. The comparison counts as one more test. */
  comparesDocument?: boolean;
}

/** Ends a run with the line that counts it, after everything that the other reporters print. */
export default class RunReporter implements Pick<Reporter, 'onRunComplete' | 'getLastError'> {
  private disagreement?: Error;

  constructor(
    private readonly config: Config.GlobalConfig,
    private readonly options: Options,
  ) {}

  onRunComplete(contexts: Set<TestContext>, results: AggregatedResult): void {
    const compares = this.options.comparesDocument && this.isWhole(contexts, results);
    if (compares) this.compare();
    const passed = results.numPassedTests + (compares && !this.disagreement ? 1 : 0);
    const failed =
      results.numFailedTests + results.numRuntimeErrorTestSuites + (compares && this.disagreement ? 1 : 0);
    process.once('exit', () => process.stdout.write(`${passed} passed, ${failed} failed\n`));
  }

  /** What makes the run fail although every test passed. */
  getLastError(): Error | undefined {
    return this.disagreement;
  }

  private isWhole(contexts: Set<TestContext>, results: AggregatedResult): boolean {
    if (results.wasInterrupted || this.config.testNamePattern) return false;
    const specs = [...contexts].flatMap(({ config }) => {
      const ignored = config.testPathIgnorePatterns.map((pattern) => new RegExp(pattern));
      return config.roots
        .flatMap((root) => readdirSync(root, { recursive: true }).map((path) => `${root}/${String(path)}`))
        .filter((path) => path.endsWith('.spec.js') && !ignored.some((pattern) => pattern.test(path)));
    });
    return results.numTotalTestSuites === specs.length;
  }

  private compare(): void {
    const differences = compareWithDocument();
    if (differences.length === 0) return;
    this.disagreement = new Error(`openapi.json and the tests disagree:\n  ${differences.join('\n  ')}`);
    process.stderr.write(`\n${this.disagreement.message}\n`);
  }
}
