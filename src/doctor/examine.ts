import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Environment } from '../config/environment.js';
import { BulkConnections } from '../database/bulk-connections.js';
import { Transactions } from '../database/transactions.js';
import { IdentityFolders } from '../identity/folder/identity-folders.js';
import { cancellable } from './cancellable.js';
import type { Check, Tools } from './check.js';
import { CHECKS } from './checks.js';
import { Differences } from './differences.js';
import { Report } from './report.js';

interface Options {
  /** Whether what is found is mended. */
  fix: boolean;
  signal: AbortSignal;
  print: (line: string) => void;
}

/** Runs one check after the other; returns whether all is well in the end. */
export async function examine(context: INestApplicationContext, options: Options): Promise<boolean> {
  const { fix, signal, print } = options;
  const shared = {
    transactions: context.get(Transactions),
    folders: context.get(IdentityFolders),
    environment: context.get(Environment),
    signal,
  };
  const report = new Report(print);
  for (const check of CHECKS) {
    signal.throwIfAborted();
    await context.get(BulkConnections).use(({ manager }) =>
      cancellable(manager, context.get(DataSource), signal, async () => {
        const differences = await Differences.on(manager);
        await run(check, { ...shared, manager, differences }, fix, report);
      }),
    );
  }
  return report.end();
}

/** What was mended is looked at again: only what is well then counts as mended. */
async function run(check: Check, tools: Tools, fix: boolean, report: Report): Promise<void> {
  const { differences } = tools;
  const found = await report.found(check, await check.find(tools), differences);
  if (found === 0 || !fix || !check.mend) return;
  await check.mend(tools);
  await differences.clear();
  await check.find(tools);
  await report.mended(check, found, differences);
}
