import { toHex } from '../../common/uuid.js';
import type { UnboundData } from '../dto/binding.response.js';
import type { BindResponse, UnbindResponse } from '../dto/change.response.js';
import type { Case } from './case.js';
import type { Target } from './detections.js';

const detections = (count: number): string => (count === 1 ? '1 detection' : `${count} detections`);

const outcome = ({ file_uuid, face, trace_id }: Target, rows_affected: number): UnboundData => ({
  file_uuid: toHex(file_uuid),
  face_id: face?.face_id ?? null,
  trace_id,
  rows_affected,
});

/** What a bind came to; `moved`: how many detections changed hands. */
export const boundAnswer = ({ owner, target, others }: Case, moved: number): BindResponse => ({
  success: true,
  identity_uuid: toHex(owner.identity_uuid),
  message: moved > 0 ? `Bound to ${owner.name}: ${detections(moved)}` : `Bound to ${owner.name} already`,
  data: {
    ...outcome(target, moved),
    previous_identity_uuid: others[0] ? toHex(others[0]) : null,
    previous_identity_uuids: others.map(toHex),
  },
});

/** The same of an unbind. */
export const unboundAnswer = ({ owner, target }: Case, moved: number): UnbindResponse => ({
  success: true,
  identity_uuid: toHex(owner.identity_uuid),
  message: moved > 0 ? `Unbound from ${owner.name}: ${detections(moved)}` : 'Nothing was bound',
  data: outcome(target, moved),
});
