import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { DemoLoader } from '../src/demo/demo.loader.js';
import { getTestApp, TEST_KEY, type TestApp } from './support/test-app.js';

const run = promisify(execFile);

const PACKAGE = resolve('clients/typescript');
const TSC = resolve('node_modules/typescript/bin/tsc');
/** The five lines of the package's README. */
const EXAMPLE = /```ts\n([^]*?)```/.exec(readFileSync(join(PACKAGE, 'README.md'), 'utf8'))![1]!;
const TSCONFIG = {
  compilerOptions: { target: 'es2022', module: 'nodenext', strict: true, types: [], noEmitOnError: true },
  files: ['main.ts'],
};

describe('the package of the typed client, in a fresh project', () => {
  let folder: string;
  let installed: string;
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp();
    await test.app.get(DemoLoader).load();
    folder = await mkdtemp(join(tmpdir(), 'momentry-client-'));
    installed = join(folder, 'project/node_modules/momentry-identity-client');
    await pack();
    await writeProject();
  });
  afterAll(async () => {
    await test.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Packs a copy, so that what other specs have compiled is neither used nor changed. */
  async function pack(): Promise<void> {
    const copy = join(folder, 'package');
    await run('cp', ['-r', PACKAGE, copy]);
    await run(process.execPath, [TSC, '-p', copy, '--outDir', join(copy, 'dist')]);
    await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: copy });
  }

  async function writeProject(): Promise<void> {
    const project = join(folder, 'project');
    const example = EXAMPLE.replace('http://localhost:3002', test.api.origin).replace(
      'the API key',
      TEST_KEY,
    );
    await mkdir(project);
    await writeFile(join(project, 'package.json'), '{ "type": "module", "private": true }');
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify(TSCONFIG));
    await writeFile(join(project, 'main.ts'), example);
    const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'))!;
    await run('npm', ['install', '--offline', '--no-audit', '--no-fund', `../${tarball}`], { cwd: project });
  }

  it('brings nothing along, and has the version of the service', async () => {
    const modules = await readdir(join(folder, 'project/node_modules'));
    expect(modules.filter((name) => !name.startsWith('.'))).toEqual(['momentry-identity-client']);
    const { version } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
    expect(version).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
    expect((await readdir(installed)).sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json']);
  });

  it('type-checks and runs in five lines', async () => {
    const cwd = join(folder, 'project');
    await run(process.execPath, [TSC], { cwd });
    const { stdout } = await run(process.execPath, ['main.js'], { cwd });
    expect(EXAMPLE.trim().split('\n')).toHaveLength(5);
    expect(stdout).toBe('Cary Grant confirmed 2026\n');
  });

  it.each(['index.d.ts', 'client/index.d.ts'])('exposes no any in %s', async (entry) => {
    const declarations = await reachable(join(installed, 'dist', entry));
    expect(declarations.size).toBeGreaterThan(5);
    for (const [file, text] of declarations) {
      expect({ file, found: withoutComments(text).match(/\bany\b/g) }).toEqual({ file, found: null });
    }
  });
});

/** A declaration file and all that it imports. */
async function reachable(entry: string, seen = new Map<string, string>()): Promise<Map<string, string>> {
  if (seen.has(entry)) return seen;
  const text = await readFile(entry, 'utf8');
  seen.set(entry, text);
  for (const [, file] of text.matchAll(/['"](\.{1,2}\/[^'"]+)\.js['"]/g)) {
    await reachable(join(dirname(entry), `${file}.d.ts`), seen);
  }
  return seen;
}

const withoutComments = (text: string): string => text.replace(/\/\*[^]*?\*\//g, '');
