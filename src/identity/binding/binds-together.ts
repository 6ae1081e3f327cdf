import { Injectable } from '@nestjs/common';
import type { Origin } from '../../change/origin.js';
import { toHex } from '../../common/uuid.js';
import { Reader } from '../../database/reader.js';
import { identityLock } from '../../database/lock.js';
import { LockQueue } from '../../database/lock-queue.js';
import { Transactions } from '../../database/transactions.js';
import type { BindingDto } from '../dto/binding.dto.js';
import type { BindResponse } from '../dto/change.response.js';
import { boundAnswer } from './answers.js';
import { LONG } from './bind-together.function.js';
import { type Case, facesOf, foreign, ownersOf } from './case.js';
import type { Share, Target } from './detections.js';
import { locksOf } from './locks-of.js';

/** A bind that was made. */
export interface Bound {
  answer: BindResponse;
  /** The owner's, after it. */
  revision: string;
  /** Whose identity files say something else now. */
  changed: string[];
}

/** A bind that was not made this time: one of its identities is locked, or another of the binds is about the same file. */
interface Busy {
  /** The other identities that it locks, as far as they were found. */
  owners: string[];
}

/** Undefined: it cannot be batched, as its file is locked, it names no trace or in another spelling, or is to be refused. */
type Outcome = Bound | Busy | undefined;

interface Asked {
  uuid: string;
  binding: BindingDto;
  origin: Origin;
}

/**
 * Batches that a bind is taken into before it is made alone: what another batch holds, it lets go of soon. Alone it
 * costs as much as several of a batch; with 16 clients, 1.3 of 100 were after three, 0.15 are after six.
 */
const TRIES = 6;
/** Times that a bind is taken into batches: the second one after it has waited for a lock. */
const ROUNDS = 2;

/** Makes the binds that are asked for at the same moment by one statement: one by one, most of the time goes into round trips. */
@Injectable()
export class BindsTogether {
  private readonly ask: (asked: Asked) => Promise<Outcome>;

  constructor(
    transactions: Transactions,
    private readonly locks: LockQueue,
    private readonly reader: Reader,
  ) {
    this.ask = transactions.gather((asked) => this.bindAll(asked));
  }

  /**
   * Undefined: nothing has happened, since it can't be made together with others. A bind whose locks somebody else
   * holds waits for them, and is then taken into batches once more.
   */
  async bind(uuid: string, binding: BindingDto, origin: Origin): Promise<Bound | undefined> {
    const ticket = this.locks.ticket(locksOf(uuid, binding), { isShared: true });
    for (let round = 1; round <= ROUNDS; round++) {
      await this.locks.enter(ticket);
      const outcome = await this.inBatches({ uuid, binding, origin });
      if (!outcome || 'answer' in outcome) return outcome;
      ticket.needs(outcome.owners.map(identityLock));
      if (!(await this.locks.findHeld(ticket.locks))) return undefined;
    }
    return undefined;
  }

  private async inBatches(asked: Asked): Promise<Outcome> {
    let outcome: Outcome;
    for (let nth = 1; nth <= TRIES; nth++) {
      outcome = await this.ask(asked);
      if (!outcome || 'answer' in outcome) return outcome;
    }
    return outcome;
  }

  private async bindAll(asked: Asked[]): Promise<Outcome[]> {
    const [made] = await this.reader.rows<Made>(BIND_TOGETHER, [
      asked.map(({ uuid }) => uuid),
      asked.map(({ binding }) => binding.file_uuid),
      asked.map(({ binding }) => binding.face_id ?? null),
      asked.map(({ binding }) => binding.trace_id ?? null),
      asked.map(({ origin }) => origin.api_key),
      asked.map(({ origin }) => origin.request_id),
    ]);
    const { binds, revisions } = made!;
    const revisionOf = new Map(revisions?.map(({ identity_uuid, revision }) => [identity_uuid, revision]));
    const found = new Map(binds?.map((row) => [row.n - 1, row]));
    const files = new Set<string>();
    return asked.map(({ binding }, index) => {
      const row = found.get(index);
      const isFirst = files.size < files.add(toHex(binding.file_uuid)).size;
      if (row?.is_bound) return boundOf(row, revisionOf.get(row.identity_uuid) ?? row.revision);
      const isUnfit = isFirst && (!row || facesOf(row.shares) > LONG);
      return isUnfit ? undefined : { owners: row ? ownersOf(targetOf(row), row.shares) : [] };
    });
  }
}

const BIND_TOGETHER = {
  name: 'bind_together',
  text: 'SELECT binds, revisions FROM bind_together($1, $2, $3, $4, $5, $6)',
};

/** What the function returns: see bind-together.function.ts. */
interface Made {
  binds: Row[] | null;
  revisions: { identity_uuid: string; revision: string }[] | null;
}

interface Row {
  /** Which of the binds, from 1. */
  n: number;
  is_bound: boolean;
  identity_uuid: string;
  file_uuid: string;
  name: string;
  /** Before the bind. */
  revision: string;
  face_id: string | null;
  trace_id: number;
  /** Of the detection that was named. */
  owner: string | null;
  shares: Share[];
}

function boundOf(row: Row, revision: string): Bound {
  const one = caseOf(row);
  const faces = facesOf(foreign(one));
  const changed = faces > 0 ? [row.identity_uuid, ...one.others] : [];
  return { answer: boundAnswer(one, faces), revision, changed };
}

function targetOf({ file_uuid, face_id, trace_id, owner }: Row): Target {
  const face = face_id === null ? null : { face_id, trace_id, identity_uuid: owner };
  return { file_uuid, face, trace_id, column: 'trace_id', value: trace_id };
}

function caseOf(row: Row): Case {
  const { identity_uuid, name, revision, shares } = row;
  const target = targetOf(row);
  const others = ownersOf(target, shares).filter((other) => other !== identity_uuid);
  return { owner: { identity_uuid, name, revision }, target, shares, others };
}
