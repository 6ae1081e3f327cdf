import { browserPath } from './dist/test/support/browser-path.js';

const built = '<rootDir>/dist/test';

const withPages = browserPath() !== undefined;
if (!withPages && process.env.CI)
  throw new Error('CI needs a browser: install chromium, or name one in CHROMIUM.');
if (!withPages) process.stderr.write('No Chromium here: pages are not tested. CHROMIUM can name one.\n');

/** Tests talk HTTP to the application on a real database. They run what users run: the build. */
export default {
  roots: [built],
  testMatch: ['**/*.spec.js'],
  testPathIgnorePatterns: withPages ? [] : ['/page\\.spec\\.js$'],
  // Node imports the specs and the application itself, once a process. In jest's own module system each spec links
  // the application again, which takes 3.5 s.
  runner: 'jest-light-runner/child-process',
  transform: {},
  globalSetup: `${built}/support/global-setup.js`,
  globalTeardown: `${built}/support/global-teardown.js`,
  setupFilesAfterEnv: [`${built}/support/time-limits.js`],
  reporters: ['default', [`${built}/support/run.reporter.js`, { comparesDocument: true }]],
  // Twice the cores of a small machine: many specs wait for processes and clocks.
  maxWorkers: 4,
};
