import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import CountReporter from '../support/count.reporter.js';
import tests from '../../vitest.config.js';

/** Requests made from the OpenAPI document: as the tests, but on their own, and counted on their own. */
export default defineConfig({
  ...tests,
  root: resolve('.'),
  test: {
    ...tests.test,
    include: ['test/fuzz/**/*.fuzz.ts'],
    reporters: ['default', new CountReporter()],
    execArgv: ['--expose-gc'],
  },
});
