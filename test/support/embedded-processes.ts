import { transformFile } from '@swc/core';
import { type ChildProcess, execFile, fork, type ForkOptions } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const LAUNCHER = 'src/database/embedded';
const CHILD = 'test/support/embedded-child.ts';

/** Compiles embedded-child.ts and the launcher into a folder, for node to run them without jest. */
export async function compileChild(into: string): Promise<void> {
  const launcher = (await readdir(LAUNCHER)).map((name) => join(LAUNCHER, name));
  await Promise.all([...launcher, CHILD].map((file) => compile(file, into)));
  await writeFile(join(into, 'package.json'), '{ "type": "module" }');
  await symlink(resolve('node_modules'), join(into, 'node_modules'));
}

async function compile(file: string, into: string): Promise<void> {
  const { code } = await transformFile(file, { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } });
  await mkdir(join(into, dirname(file)), { recursive: true });
  await writeFile(join(into, dirname(file), `${basename(file, '.ts')}.js`), code);
}

/** Runs embedded-child.ts; what it says first is 'ready' or its error. */
export function forkChild(compiled: string, folder: string, options: ForkOptions = {}): ChildProcess {
  const file = join(compiled, CHILD.replace('.ts', '.js'));
  return fork(file, [folder], { ...options, execArgv: [], cwd: '/', stdio: 'ignore' });
}

export async function firstWord(child: ChildProcess): Promise<string> {
  const [word] = (await once(child, 'message')) as [string];
  return word;
}

/** Lets a child end in peace, or kills it. */
export async function endChild(child: ChildProcess, signal?: NodeJS.Signals): Promise<void> {
  const exit = once(child, 'exit');
  if (signal) child.kill(signal);
  else child.disconnect();
  await exit;
}

/** The command lines of the processes that have to do with a folder. */
export async function processesOf(folder: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axww', '-o', 'pid=,args=']);
  return stdout.split('\n').filter((line) => line.includes(folder));
}
