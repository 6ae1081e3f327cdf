import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Limits how large a running process may make a file, in bytes. To the process that is a full disk: a write across the
 * limit is short, and the next one fails.
 */
export async function limitFileSize(pid: number, bytes: number | 'unlimited'): Promise<void> {
  await run('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
}

/** Runs a built command under such a limit; resolves with its exit code. */
export async function runLimited(
  bytes: number,
  program: string[],
  cwd: string,
  variables: NodeJS.ProcessEnv = {},
): Promise<{ code: number; stderr: string }> {
  const { PATH, HOME, LANG } = process.env;
  const env = { PATH, HOME, LANG, ...variables };
  const limited = [`--fsize=${bytes}:unlimited`, process.execPath, ...program];
  return run('prlimit', limited, { cwd, env }).then(
    ({ stderr }) => ({ code: 0, stderr }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ code, stderr }),
  );
}
