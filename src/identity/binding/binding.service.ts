import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Span, summarize } from '../../catalogue/appearance-summary.js';
import { boundToAnother, identityNotFound, invalidRequest } from '../../common/errors/problems.js';
import { toHex } from '../../common/uuid.js';
import { Transactions } from '../../database/transactions.js';
import { requireAsExpected } from '../../change/preconditions.js';
import { answered } from '../../idempotency/answered.js';
import type { BindingDto } from '../dto/binding.dto.js';
import type { BindResponse, UnbindResponse } from '../dto/change.response.js';
import { IdentityFolders } from '../folder/identity-folders.js';
import { boundAnswer, type Case, unboundAnswer } from './answers.js';
import { give, take } from './change-owner.js';
import { findTarget, holdOwners, type Share, type Target } from './detections.js';
import { holdFile } from './hold-file.js';

/** Says which detections are whose. */
@Injectable()
export class BindingService {
  constructor(
    private readonly transactions: Transactions,
    private readonly folders: IdentityFolders,
  ) {}

  /** The named detection and all of its trace become the identity's, whosever they were. */
  async bind(uuid: string, binding: BindingDto): Promise<BindResponse> {
    refuseUnclear(binding);
    const { answer, changed } = await this.transactions.run(async (manager) => {
      const held = await this.open(manager, uuid, binding, true);
      const { identity_uuid } = held.owner;
      await give(manager, held.target, identity_uuid);
      const { moved, revision } = await this.sumUp(manager, held, (whose) => whose !== identity_uuid);
      return {
        answer: await answered(manager, boundAnswer(held, moved), revision),
        changed: moved > 0 ? [identity_uuid, ...held.others] : [],
      };
    });
    this.folders.changed(...changed);
    return answer;
  }

  /** The named detection, or all of the named trace, become nobody's. */
  async unbind(uuid: string, binding: BindingDto): Promise<UnbindResponse> {
    refuseUnclear(binding);
    const { answer, changed } = await this.transactions.run(async (manager) => {
      const held = await this.open(manager, uuid, binding, false);
      if (held.others.length > 0) throw boundToAnother(held.others.map(toHex));
      const { identity_uuid } = held.owner;
      await take(manager, held.target, identity_uuid);
      const { moved, revision } = await this.sumUp(manager, held, (whose) => whose === identity_uuid);
      return {
        answer: await answered(manager, unboundAnswer(held, moved), revision),
        changed: moved > 0 ? [identity_uuid] : [],
      };
    });
    this.folders.changed(...changed);
    return answer;
  }

  /** Holds the file, then everybody concerned. Who was deleted meanwhile owns nothing any more. */
  private async open(
    manager: EntityManager,
    uuid: string,
    binding: BindingDto,
    byTrace: boolean,
  ): Promise<Case> {
    const identity_uuid = await holdFile(manager, binding.file_uuid, uuid);
    const target = await findTarget(manager, binding, byTrace);
    const { shares, held } = await holdOwners(manager, target, identity_uuid);
    const owners = ownersOf(target, shares);
    const owner = held.find((identity) => identity.identity_uuid === identity_uuid);
    if (!owner) throw identityNotFound(uuid);
    requireAsExpected(owner.revision);
    const alive = new Set(held.map((identity) => identity.identity_uuid));
    const others = owners.filter((other) => other !== identity_uuid && alive.has(other));
    return { owner, target, shares, others };
  }

  /** How many detections changed hands (those for which `gone` says so), and the owner's revision after it. */
  private async sumUp(
    manager: EntityManager,
    { owner, target, shares, others }: Case,
    gone: (whose: string | null) => boolean,
  ): Promise<{ moved: number; revision: string }> {
    const { identity_uuid, revision } = owner;
    const moved = shares.filter((share) => gone(share.identity_uuid));
    if (moved.length === 0) return { moved: 0, revision };
    const people = [identity_uuid, ...others];
    const revisions = await summarize(manager, target.file_uuid, people, spanOf(moved));
    return {
      moved: moved.reduce((sum, { faces }) => sum + faces, 0),
      revision: revisions.get(identity_uuid)!,
    };
  }
}

/** Where they lie, all of them. */
const spanOf = (shares: Share[]): Span => ({
  start_frame: Math.min(...shares.map(({ start_frame }) => start_frame)),
  end_frame: Math.max(...shares.map(({ end_frame }) => end_frame)),
});

/** Who has some of the detections, each once; the owner of the one that was named comes first. */
function ownersOf({ face }: Target, shares: Share[]): string[] {
  const owners = shares.flatMap(({ identity_uuid }) => identity_uuid ?? []);
  return [...new Set(face?.identity_uuid ? [face.identity_uuid, ...owners] : owners)];
}

function refuseUnclear({ face_id, trace_id }: BindingDto): void {
  if ((face_id === undefined) === (trace_id === undefined)) {
    throw invalidRequest([{ pointer: '#/face_id', detail: 'give either face_id or trace_id' }]);
  }
}
