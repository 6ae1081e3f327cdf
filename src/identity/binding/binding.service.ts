import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Span, summarize } from '../../catalogue/appearance-summary.js';
import { boundToAnother, identityNotFound, invalidRequest } from '../../common/errors/problems.js';
import { toHex } from '../../common/uuid.js';
import { Transactions } from '../../database/transactions.js';
import type { BindingDto } from '../dto/binding.dto.js';
import type { BoundData, UnboundData } from '../dto/binding.response.js';
import type { BindResponse, UnbindResponse } from '../dto/change.response.js';
import { IdentityFolders } from '../folder/identity-folders.js';
import { findTarget, give, type Share, take, type Target } from './detections.js';
import { type Held, holdFile, holdIdentities } from './hold.js';

/** What a change of bindings is about, all of it held until the transaction ends. */
interface Case {
  owner: Held;
  target: Target;
  /** Who else has some of the detections; the owner of the one that was named comes first. */
  others: string[];
}

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
    const { owner, target, others, moved } = await this.transactions.run(async (manager) => {
      const held = await this.open(manager, uuid, binding, true);
      await give(manager, held.target, held.owner.identity_uuid);
      return {
        ...held,
        moved: await this.sumUp(manager, held, (whose) => whose !== held.owner.identity_uuid),
      };
    });
    if (moved > 0) this.folders.changed(owner.identity_uuid, ...others);
    const message =
      moved > 0 ? `Bound to ${owner.name}: ${detections(moved)}` : `Bound to ${owner.name} already`;
    const data: BoundData = {
      ...outcome(target, moved),
      previous_identity_uuid: others[0] ? toHex(others[0]) : null,
      previous_identity_uuids: others.map(toHex),
    };
    return { success: true, identity_uuid: toHex(owner.identity_uuid), message, data };
  }

  /** The named detection, or all of the named trace, become nobody's. */
  async unbind(uuid: string, binding: BindingDto): Promise<UnbindResponse> {
    refuseUnclear(binding);
    const { owner, target, moved } = await this.transactions.run(async (manager) => {
      const held = await this.open(manager, uuid, binding, false);
      if (held.others.length > 0) throw boundToAnother(held.others.map(toHex));
      await take(manager, held.target, held.owner.identity_uuid);
      return {
        ...held,
        moved: await this.sumUp(manager, held, (whose) => whose === held.owner.identity_uuid),
      };
    });
    if (moved > 0) this.folders.changed(owner.identity_uuid);
    const message = moved > 0 ? `Unbound from ${owner.name}: ${detections(moved)}` : 'Nothing was bound';
    return {
      success: true,
      identity_uuid: toHex(owner.identity_uuid),
      message,
      data: outcome(target, moved),
    };
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
    const owners = ownersOf(target);
    const held = await holdIdentities(manager, [identity_uuid, ...owners]);
    const owner = held.find((identity) => identity.identity_uuid === identity_uuid);
    if (!owner) throw identityNotFound(uuid);
    const alive = new Set(held.map((identity) => identity.identity_uuid));
    const others = owners.filter((other) => other !== identity_uuid && alive.has(other));
    return { owner, target, others };
  }

  /** Returns how many detections changed hands: those for which `gone` says so. */
  private async sumUp(
    manager: EntityManager,
    { owner, target, others }: Case,
    gone: (whose: string | null) => boolean,
  ): Promise<number> {
    const moved = target.shares.filter(({ identity_uuid }) => gone(identity_uuid));
    if (moved.length === 0) return 0;
    await summarize(manager, target.file_uuid, [owner.identity_uuid, ...others], spanOf(moved));
    return moved.reduce((sum, { faces }) => sum + faces, 0);
  }
}

/** Where they lie, all of them. */
const spanOf = (shares: Share[]): Span => ({
  start_frame: Math.min(...shares.map(({ start_frame }) => start_frame)),
  end_frame: Math.max(...shares.map(({ end_frame }) => end_frame)),
});

/** Who has some of the detections, each once; the owner of the one that was named comes first. */
function ownersOf({ face, shares }: Target): string[] {
  const owners = shares.flatMap(({ identity_uuid }) => identity_uuid ?? []);
  return [...new Set(face?.identity_uuid ? [face.identity_uuid, ...owners] : owners)];
}

const detections = (count: number): string => (count === 1 ? '1 detection' : `${count} detections`);

const outcome = ({ file_uuid, face, trace_id }: Target, rows_affected: number): UnboundData => ({
  file_uuid: toHex(file_uuid),
  face_id: face?.face_id ?? null,
  trace_id,
  rows_affected,
});

function refuseUnclear({ face_id, trace_id }: BindingDto): void {
  if ((face_id === undefined) === (trace_id === undefined)) {
    throw invalidRequest([{ pointer: '#/face_id', detail: 'give either face_id or trace_id' }]);
  }
}
