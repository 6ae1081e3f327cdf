import type { Listing } from '../../common/paging/listing.js';
import { fileChunkFields, fileIdentityFields, traceFields } from '../presenters/contents.presenter.js';
import { ofFile } from './of-file.js';

/** Who appears in a file; who appears most comes first. */
export const identitiesListing = (fileUuid: string): Listing => ({
  name: 'file_identities',
  ...ofFile(fileUuid),
  total: 'SELECT count(*) FROM appearance a WHERE a.file_uuid = t.file_uuid',
  from: 'appearance a',
  where: 'a.file_uuid = t.file_uuid',
  order: [
    { sql: 'a.face_count', type: 'integer' },
    { sql: 'a.identity_uuid', type: 'uuid' },
  ],
  descending: true,
  picked: 'a.*',
  as: 'a',
  joins: 'JOIN identity i USING (identity_uuid)',
  fields: fileIdentityFields,
});

/** The traces of a file; each knows its own sums, and one probe of its detections says whose they are. */
export const tracesListing = (fileUuid: string): Listing => ({
  name: 'file_traces',
  ...ofFile(fileUuid),
  total: 't.trace_count',
  from: 'trace tr',
  where: 'tr.file_uuid = t.file_uuid',
  order: [{ sql: 'tr.trace_id', type: 'integer' }],
  picked: 'tr.*',
  as: 'tr',
  fields: traceFields,
});

/** What is said in a file. */
export const chunksListing = (fileUuid: string): Listing => ({
  name: 'file_chunks',
  ...ofFile(fileUuid),
  total: 't.chunk_count',
  from: 'chunk c',
  where: 'c.file_uuid = t.file_uuid',
  order: [
    { sql: 'c.start_frame', type: 'integer' },
    { sql: 'c.id', type: 'integer' },
  ],
  picked: 'c.*',
  as: 'c',
  fields: fileChunkFields,
});
