import tests from '../../jest.config.js';

/** Requests made from the OpenAPI document: as the tests, but on their own, and counted on their own. */
export default {
  ...tests,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/fuzz/**/*.fuzz.ts'],
  reporters: ['default', '<rootDir>/test/support/count.reporter.js'],
};
