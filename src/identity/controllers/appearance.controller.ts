import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import type { JsonStream, JsonText } from '../../common/http/json-text.js';
import { Endpoint, LINK_OF_PAGE_HEADER } from '../../common/openapi/endpoint.decorator.js';
import { PageQuery } from '../../common/paging/page.query.js';
import { strict } from '../../common/validation/pipes.js';
import { AppearanceReads } from '../appearance-reads.js';
import { AppearanceInFileQuery } from '../dto/appearance.query.js';
import { ChunksResponse, FacesResponse, FilesResponse } from '../dto/appearance.response.js';
import { IdentityUuid } from '../identity-uuid.decorator.js';

const ALL = 'All of them, or one page where `page`, `page_size` or `cursor` is given.';

@ApiTags('Appearance')
@Controller('identity/:identity_uuid')
export class AppearanceController {
  constructor(private readonly reads: AppearanceReads) {}

  @Get('files')
  @Endpoint({
    access: 'identity:read',
    summary: 'List the files in which an identity appears',
    description: `Each with its face count, confidence and time range, by file_uuid. ${ALL}`,
    ok: { description: 'The files.', type: FilesResponse, headers: LINK_OF_PAGE_HEADER },
    query: true,
    tagged: 'page',
    refuses: ['identity_not_found'],
  })
  listIdentityFiles(
    @IdentityUuid() uuid: string,
    @Query(strict) query: PageQuery,
    @Req() { originalUrl }: Request,
  ): Promise<JsonText | JsonStream> {
    return this.reads.files(uuid, query, originalUrl);
  }

  @Get('faces')
  @Endpoint({
    access: 'identity:read',
    summary: 'List the face detections of an identity',
    description: `By file, frame and face_id. ${ALL}`,
    ok: { description: 'The detections.', type: FacesResponse, headers: LINK_OF_PAGE_HEADER },
    query: true,
    tagged: 'page',
    refuses: ['identity_not_found'],
  })
  listIdentityFaces(
    @IdentityUuid() uuid: string,
    @Query(strict) query: AppearanceInFileQuery,
    @Req() { originalUrl }: Request,
  ): Promise<JsonText | JsonStream> {
    return this.reads.faces(uuid, query, originalUrl);
  }

  @Get('chunks')
  @Endpoint({
    access: 'identity:read',
    summary: 'List what was said while an identity was on screen',
    description: `The text chunks (sentences) with at least one frame that shows the identity, by file and first frame. ${ALL}`,
    ok: { description: 'The chunks.', type: ChunksResponse, headers: LINK_OF_PAGE_HEADER },
    query: true,
    tagged: 'page',
    refuses: ['identity_not_found'],
  })
  listIdentityChunks(
    @IdentityUuid() uuid: string,
    @Query(strict) query: AppearanceInFileQuery,
    @Req() { originalUrl }: Request,
  ): Promise<JsonText | JsonStream> {
    return this.reads.chunks(uuid, query, originalUrl);
  }
}
