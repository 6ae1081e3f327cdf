import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type ChangeRequest, isParticular } from '../../change/change-request.js';
import { requireAsExpected } from '../../change/preconditions.js';
import { boundToAnother, identityNotFound, invalidRequest } from '../../common/errors/problems.js';
import { toHex } from '../../common/uuid.js';
import { Reader } from '../../database/reader.js';
import { type Running, Transactions } from '../../database/transactions.js';
import { answered, answeredBefore, tagAnswer } from '../../idempotency/answered.js';
import type { BindingDto } from '../dto/binding.dto.js';
import type { BindResponse, UnbindResponse } from '../dto/change.response.js';
import { IdentityFolders } from '../folder/identity-folders.js';
import { boundAnswer, unboundAnswer } from './answers.js';
import { BindsTogether } from './binds-together.js';
import { type Case, ownersOf } from './case.js';
import { findTarget, holdOwners } from './detections.js';
import { holdFile } from './hold-file.js';
import { locksOf, ownerLocks } from './locks-of.js';
import { bindDetections, unbindDetections } from './move.js';

/** An answer, and whose identity files say something else now. */
interface Changed<Answer> {
  answer: Answer;
  changed: string[];
}

/** Says which detections are whose. */
@Injectable()
export class BindingService {
  constructor(
    private readonly transactions: Transactions,
    private readonly reader: Reader,
    private readonly together: BindsTogether,
    private readonly folders: IdentityFolders,
  ) {}

  /** The named detection and all of its trace become the identity's, whosever they were. */
  async bind(uuid: string, binding: BindingDto, change: ChangeRequest): Promise<BindResponse> {
    refuseUnclear(binding);
    const bound = isParticular(change) ? undefined : await this.together.bind(uuid, binding, change.origin);
    if (!bound) return this.bindAlone(uuid, binding, change);
    tagAnswer(change, bound.revision);
    this.folders.changed(...bound.changed);
    return bound.answer;
  }

  private async bindAlone(uuid: string, binding: BindingDto, change: ChangeRequest): Promise<BindResponse> {
    const before = answeredBefore<BindResponse>(change);
    if (before) return before;
    const useCase = async (manager: EntityManager): Promise<Changed<BindResponse>> => {
      const held = await this.open(manager, change, uuid, binding, true);
      const due = { ...held, origin: change.origin };
      const { faces, revision, changed } = await bindDetections(manager, held.target.column, due);
      return { answer: await answered(manager, change, boundAnswer(held, faces), revision), changed };
    };
    const { answer, changed } = await this.transactions.run(useCase, this.running(uuid, binding));
    this.folders.changed(...changed);
    return answer;
  }

  /** The named detection, or all of the named trace, become nobody's. */
  async unbind(uuid: string, binding: BindingDto, change: ChangeRequest): Promise<UnbindResponse> {
    refuseUnclear(binding);
    const before = answeredBefore<UnbindResponse>(change);
    if (before) return before;
    const useCase = async (manager: EntityManager): Promise<Changed<UnbindResponse>> => {
      const held = await this.open(manager, change, uuid, binding, false);
      if (held.others.length > 0) throw boundToAnother(held.others.map(toHex));
      const due = { ...held, origin: change.origin };
      const { faces, revision, changed } = await unbindDetections(manager, held.target.column, due);
      return { answer: await answered(manager, change, unboundAnswer(held, faces), revision), changed };
    };
    const { answer, changed } = await this.transactions.run(useCase, this.running(uuid, binding));
    this.folders.changed(...changed);
    return answer;
  }

  private running(uuid: string, binding: BindingDto): Running {
    return { locks: locksOf(uuid, binding), moreLocks: () => ownerLocks(this.reader, binding) };
  }

  /** Holds the file, then everybody concerned. Who was deleted meanwhile owns nothing any more. */
  private async open(
    manager: EntityManager,
    change: ChangeRequest,
    uuid: string,
    binding: BindingDto,
    byTrace: boolean,
  ): Promise<Case> {
    const identity_uuid = await holdFile(manager, binding.file_uuid, uuid);
    const target = await findTarget(manager, binding, byTrace);
    const { shares, held } = await holdOwners(manager, target, identity_uuid);
    const owner = held.find((identity) => identity.identity_uuid === identity_uuid);
    if (!owner) throw identityNotFound(uuid);
    requireAsExpected(change, owner.revision);
    const alive = new Set(held.map((identity) => identity.identity_uuid));
    const others = ownersOf(target, shares).filter((other) => other !== identity_uuid && alive.has(other));
    return { owner, target, shares, others };
  }
}

function refuseUnclear({ face_id, trace_id }: BindingDto): void {
  if ((face_id === undefined) === (trace_id === undefined)) {
    throw invalidRequest([{ pointer: '#/face_id', detail: 'give either face_id or trace_id' }]);
  }
}
