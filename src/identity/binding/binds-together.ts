import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Origin, origin } from '../../change/change-context.js';
import { Transactions } from '../../database/transactions.js';
import type { BindingDto } from '../dto/binding.dto.js';
import type { BindResponse } from '../dto/change.response.js';
import { boundAnswer } from './answers.js';
import { bindAll, type Due } from './move.js';
import { type Asked as Bind, openTogether } from './open-together.js';

/** A bind that was made. */
export interface Bound {
  answer: BindResponse;
  /** The owner's, after it. */
  revision: string;
  /** Whose identity files say something else now. */
  changed: string[];
}

interface Asked extends Bind {
  origin: Origin;
}

/** Makes the binds that are asked for at the same moment by one transaction: one by one, most of the time goes into round trips. */
@Injectable()
export class BindsTogether {
  private readonly ask: (asked: Asked) => Promise<Bound | undefined>;

  constructor(transactions: Transactions) {
    this.ask = transactions.gather(bindTogether);
  }

  /** Undefined: nothing has happened, since it can't be made together with others (open-together.ts). */
  bind(uuid: string, binding: BindingDto): Promise<Bound | undefined> {
    return this.ask({ uuid, binding, origin: origin() });
  }
}

async function bindTogether(manager: EntityManager, asked: Asked[]): Promise<(Bound | undefined)[]> {
  const opened = await openTogether(manager, asked);
  const due = opened.flatMap((one, index): Due[] => (one ? [{ ...one, origin: asked[index]!.origin }] : []));
  const moved = due.length > 0 ? await bindAll(manager, 'trace_id', due) : [];
  const bound = due.map((one, index): Bound => {
    const { faces, ...rest } = moved[index]!;
    return { answer: boundAnswer(one, faces), ...rest };
  });
  return opened.map((one) => one && bound.shift());
}
