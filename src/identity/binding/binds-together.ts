import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Origin } from '../../change/origin.js';
import { Transactions } from '../../database/transactions.js';
import type { BindingDto } from '../dto/binding.dto.js';
import type { BindResponse } from '../dto/change.response.js';
import { boundAnswer } from './answers.js';
import type { Case } from './case.js';
import { bindAll, type Due } from './move.js';
import { type Asked as Bind, type Opened, openTogether } from './open-together.js';

/** A bind that was made. */
export interface Bound {
  answer: BindResponse;
  /** The owner's, after it. */
  revision: string;
  /** Whose identity files say something else now. */
  changed: string[];
}

/** What became of a bind: see Opened. */
type Outcome = Bound | 'busy' | undefined;

interface Asked extends Bind {
  origin: Origin;
}

/** Batches that a bind is taken into before it is made alone: what another batch holds, it lets go of soon. */
const TRIES = 3;

/** Makes the binds that are asked for at the same moment by one transaction: one by one, most of the time goes into round trips. */
@Injectable()
export class BindsTogether {
  private readonly ask: (asked: Asked) => Promise<Outcome>;

  constructor(transactions: Transactions) {
    this.ask = transactions.gather(bindTogether);
  }

  /** Undefined: nothing has happened, since it can't be made together with others (open-together.ts). */
  async bind(uuid: string, binding: BindingDto, origin: Origin): Promise<Bound | undefined> {
    const asked = { uuid, binding, origin };
    for (let nth = 1; nth <= TRIES; nth++) {
      const outcome = await this.ask(asked);
      if (outcome !== 'busy') return outcome;
    }
    return undefined;
  }
}

async function bindTogether(manager: EntityManager, asked: Asked[]): Promise<Outcome[]> {
  const opened = await openTogether(manager, asked);
  const due = opened.flatMap((one, index): Due[] =>
    isCase(one) ? [{ ...one, origin: asked[index]!.origin }] : [],
  );
  const moved = due.length > 0 ? await bindAll(manager, 'trace_id', due) : [];
  const bound = due.map((one, index): Bound => {
    const { faces, ...rest } = moved[index]!;
    return { answer: boundAnswer(one, faces), ...rest };
  });
  return opened.map((one) => (isCase(one) ? bound.shift() : one));
}

const isCase = (opened: Opened): opened is Case => typeof opened === 'object';
