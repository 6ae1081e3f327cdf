import { Injectable } from '@nestjs/common';
import type { Origin } from '../../change/origin.js';
import { toHex } from '../../common/uuid.js';
import { Reader } from '../../database/reader.js';
import { Transactions } from '../../database/transactions.js';
import type { BindingDto } from '../dto/binding.dto.js';
import type { BindResponse } from '../dto/change.response.js';
import { boundAnswer } from './answers.js';
import { LONG } from './bind-together.function.js';
import { type Case, facesOf, foreign, ownersOf } from './case.js';
import type { Share, Target } from './detections.js';

/** A bind that was made. */
export interface Bound {
  answer: BindResponse;
  /** The owner's, after it. */
  revision: string;
  /** Whose identity files say something else now. */
  changed: string[];
}

/**
 * What became of a bind. `busy`: nothing this time, as somebody else has hold of its people, or another of the binds is
 * about the same file. Undefined: nothing, nor ever, since somebody has hold of its file, it names no trace or not in so
 * many words, or it is to be refused.
 */
type Outcome = Bound | 'busy' | undefined;

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

/** Makes the binds that are asked for at the same moment by one statement: one by one, most of the time goes into round trips. */
@Injectable()
export class BindsTogether {
  private readonly ask: (asked: Asked) => Promise<Outcome>;

  constructor(
    transactions: Transactions,
    private readonly reader: Reader,
  ) {
    this.ask = transactions.gather((asked) => this.bindAll(asked));
  }

  /** Undefined: nothing has happened, since it can't be made together with others. */
  async bind(uuid: string, binding: BindingDto, origin: Origin): Promise<Bound | undefined> {
    const asked = { uuid, binding, origin };
    for (let nth = 1; nth <= TRIES; nth++) {
      const outcome = await this.ask(asked);
      if (outcome !== 'busy') return outcome;
    }
    return undefined;
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
      return isFirst && (!row || facesOf(row.shares) > LONG) ? undefined : 'busy';
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

function caseOf({ identity_uuid, file_uuid, name, revision, face_id, trace_id, owner, shares }: Row): Case {
  const face = face_id === null ? null : { face_id, trace_id, identity_uuid: owner };
  const target: Target = { file_uuid, face, trace_id, column: 'trace_id', value: trace_id };
  const others = ownersOf(target, shares).filter((other) => other !== identity_uuid);
  return { owner: { identity_uuid, name, revision }, target, shares, others };
}
