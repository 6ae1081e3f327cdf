import { type ChildProcess, execFile, fork, type ForkOptions } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const CHILD = resolve('dist/test/support/embedded-child.js');

/** Runs embedded-child.js; what it says first is 'ready' or its error. */
export function forkChild(folder: string, options: ForkOptions = {}): ChildProcess {
  return fork(CHILD, [folder], { ...options, execArgv: [], cwd: '/', stdio: 'ignore' });
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
