import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { browserPath } from './test/support/browser-path.js';
import CountReporter from './test/support/count.reporter.js';
import DocumentReporter from './test/support/document.reporter.js';

/** Pages are looked at where there is a browser. In CI there must be one. */
const withPages = browserPath() !== undefined;
if (!withPages && process.env.CI)
  throw new Error('CI needs a browser: install chromium, or name one in CHROMIUM.');
if (!withPages) process.stderr.write('No Chromium here: pages are not tested. CHROMIUM can name one.\n');

const document = new DocumentReporter();

/** Tests talk HTTP to the application on a real database; see test/support/global-setup.js. */
export default defineConfig({
  // What is tested is what users run: the build. Node loads it itself, once for all the specs of a process.
  resolve: { alias: [{ find: /^(?:\.\.\/)+(src\/.+\.js|ormconfig\.js)$/, replacement: resolve('dist/$1') }] },
  test: {
    include: ['test/**/*.spec.ts'],
    exclude: withPages ? [] : ['test/page.spec.ts'],
    server: { deps: { external: [/\/dist\//] } },
    isolate: false,
    // V8 has 16 MB for what is young, and collects it all the time: five specs took 7 % more of the processor.
    execArgv: ['--max-semi-space-size=64'],
    globalSetup: 'test/support/global-setup.js',
    reporters: ['default', document, new CountReporter(document)],
    // Twice the cores of a small machine: many specs wait for processes and clocks.
    maxWorkers: 4,
    // A hang, whatever the machine: on a slow one, what takes ten to forty seconds has taken more than a minute beside three others.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
