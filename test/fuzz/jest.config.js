import { resolve } from 'node:path';
import tests from '../../jest.config.js';

/** Requests made from the OpenAPI document. They run like the tests, in a run of their own with a count of its own. */
export default {
  ...tests,
  rootDir: resolve('.'),
  testMatch: ['**/*.fuzz.js'],
  reporters: ['default', '<rootDir>/dist/test/support/run.reporter.js'],
};
