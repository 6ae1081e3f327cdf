import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

/** How a command ended, and what it said. */
export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** One of the built commands as a process of its own, started in a folder as a user starts it. */
export class Command {
  stdout = '';
  stderr = '';
  private readonly exit: Promise<unknown[]>;
  private readonly process: ChildProcess;

  constructor(name: string, parameters: string[], cwd: string, variables: NodeJS.ProcessEnv = {}) {
    const { PATH, HOME, LANG } = process.env;
    const program = resolve(`dist/src/${name}.js`);
    this.process = spawn(process.execPath, [program, ...parameters], {
      cwd,
      env: { PATH, HOME, LANG, ...variables },
    });
    this.process.stdout!.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.process.stderr!.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.exit = once(this.process, 'close');
  }

  async ended(): Promise<Outcome> {
    await this.exit;
    return { code: this.process.exitCode, stdout: this.stdout, stderr: this.stderr };
  }

  /** Waits until it has printed something. */
  async says(text: string, on: 'stdout' | 'stderr' = 'stdout'): Promise<void> {
    while (!this[on].includes(text)) {
      if (this.process.exitCode !== null) throw new Error(`It ended: ${this.stdout}${this.stderr}`);
      await new Promise((resume) => setTimeout(resume, 20));
    }
  }

  /** Sends a signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<Outcome> {
    this.process.kill(signal);
    return this.ended();
  }
}
