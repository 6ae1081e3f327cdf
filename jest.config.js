import { browserPath } from './test/support/browser-path.js';

/** Pages are looked at where there is a browser. In CI there must be one. */
const withPages = browserPath() !== undefined;
if (!withPages && process.env.CI)
  throw new Error('CI needs a browser: install chromium, or name one in CHROMIUM.');
if (!withPages) process.stderr.write('No Chromium here: pages are not tested. CHROMIUM can name one.\n');

/** Tests talk HTTP to the application on a real database; see test/support/global-setup.js. */
export default {
  testMatch: ['<rootDir>/test/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', ...(withPages ? [] : ['/test/page\\.spec'])],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['@swc/jest', swcOptions()] },
  globalSetup: '<rootDir>/test/support/global-setup.js',
  globalTeardown: '<rootDir>/test/support/global-teardown.js',
  reporters: [
    '<rootDir>/test/support/document.reporter.js',
    'default',
    '<rootDir>/test/support/count.reporter.js',
  ],
  // Twice the cores of a small machine: many specs wait for processes and clocks.
  maxWorkers: 4,
  // A hang, whatever the machine: on a slow one, what takes ten to forty seconds has taken more than a minute beside three others.
  testTimeout: 180_000,
};

function swcOptions() {
  return {
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    },
    module: { type: 'es6' },
  };
}
