import { Controller, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import type { ChangeRequest } from '../change/change-request.js';
import { RequestedChange } from '../change/requested-change.decorator.js';
import { Endpoint } from '../common/openapi/endpoint.decorator.js';
import { strict } from '../common/validation/pipes.js';
import { FileUuid } from '../file/file-uuid.decorator.js';
import { CHUNK_EXAMPLE } from './chunk/chunk.schema.js';
import { IngestQuery } from './dto/ingest.query.js';
import { FacesIngestResponse, IngestResponse } from './dto/ingest.response.js';
import { FACE_EXAMPLE } from './face/face.schema.js';
import { IngestService } from './ingest.service.js';
import { RowsBody } from './rows-body.decorator.js';
import { rowsOfRequest } from './rows-of-request.js';

const REPEATABLE =
  'The same rows again change nothing. Invalid rows are refused individually, with status 200 and a list in `refusals`; the others are stored.';

@ApiTags('File contents')
@Controller('file/:file_uuid')
export class IngestController {
  constructor(private readonly ingest: IngestService) {}

  @Post('faces')
  @RowsBody('FaceInput', FACE_EXAMPLE)
  @Endpoint({
    access: 'ingest',
    summary: 'Add or update the face detections of a file',
    description: `A detection is one that is there already when the frame is the same and the boxes overlap by half or more; it keeps its binding, unless the row says whose face it is. ${REPEATABLE}`,
    ok: { description: 'What became of the rows.', type: FacesIngestResponse },
    scope: 'file-level',
    change: { repeatable: true },
    query: true,
    refuses: ['file_not_found'],
  })
  sendFaces(
    @FileUuid() uuid: string,
    @Query(strict) { complete }: IngestQuery,
    @Req() request: Request,
    @RequestedChange() change: ChangeRequest,
  ): Promise<FacesIngestResponse> {
    return this.ingest.faces(uuid, rowsOfRequest(request), complete === 'true', change);
  }

  @Post('chunks')
  @RowsBody('ChunkInput', CHUNK_EXAMPLE)
  @Endpoint({
    access: 'ingest',
    summary: 'Add or update the text chunks of a file',
    description: `A chunk whose chunk_id is there already replaces it. ${REPEATABLE}`,
    ok: { description: 'What became of the rows.', type: IngestResponse },
    scope: 'file-level',
    change: { repeatable: true },
    query: true,
    refuses: ['file_not_found'],
  })
  sendChunks(
    @FileUuid() uuid: string,
    @Query(strict) { complete }: IngestQuery,
    @Req() request: Request,
    @RequestedChange() change: ChangeRequest,
  ): Promise<IngestResponse> {
    return this.ingest.chunks(uuid, rowsOfRequest(request), complete === 'true', change);
  }
}
