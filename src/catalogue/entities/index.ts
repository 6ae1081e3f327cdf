import { Appearance } from './appearance.entity.js';
import { AppearanceChunk } from './appearance-chunk.entity.js';
import { ChangedIdentity } from './changed-identity.entity.js';
import { Change } from './change.entity.js';
import { Chunk } from './chunk.entity.js';
import { DeletedIdentity } from './deleted-identity.entity.js';
import { EmbeddingModel } from './embedding-model.entity.js';
import { FaceEmbedding } from './face-embedding.entity.js';
import { FaceDetection } from './face-detection.entity.js';
import { File } from './file.entity.js';
import { IdempotencyKey } from './idempotency-key.entity.js';
import { IdentityAlias } from './identity-alias.entity.js';
import { Identity } from './identity.entity.js';
import { IdentityRank } from './identity-rank.entity.js';
import { NamePart } from './name-part.entity.js';
import { Rejection } from './rejection.entity.js';
import { Trace } from './trace.entity.js';

/** All tables of the catalogue. */
export const catalogueEntities = [
  Identity,
  IdentityAlias,
  IdentityRank,
  NamePart,
  DeletedIdentity,
  File,
  FaceDetection,
  EmbeddingModel,
  FaceEmbedding,
  Rejection,
  Trace,
  Chunk,
  Appearance,
  AppearanceChunk,
  Change,
  ChangedIdentity,
  IdempotencyKey,
];
