import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Transactions } from '../database/transactions.js';

/** Ends a transaction that was only tried. */
class TakenBack extends Error {}

/** Runs what belongs together as one transaction; a dry run takes it back at its end, and so does what was in vain. */
@Injectable()
export class Unit {
  constructor(private readonly transactions: Transactions) {}

  async run<Result>(
    manager: EntityManager,
    dryRun: boolean,
    useCase: (manager: EntityManager) => Promise<Result>,
    isVain: (result: Result) => boolean = () => false,
  ): Promise<Result> {
    let result: Result | undefined;
    const tried = this.transactions.runOn(manager, async (within) => {
      result = await useCase(within);
      if (dryRun || isVain(result)) throw new TakenBack();
    });
    await tried.catch((error: unknown) => {
      if (!(error instanceof TakenBack)) throw error;
    });
    return result as Result;
  }
}
