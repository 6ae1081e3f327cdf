import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import type { JsonStream, JsonText } from '../../common/http/json-text.js';
import { Endpoint, LINK_OF_PAGE_HEADER } from '../../common/openapi/endpoint.decorator.js';
import { PageQuery } from '../../common/paging/page.query.js';
import { strict } from '../../common/validation/pipes.js';
import { ContentsReads } from '../contents-reads.js';
import {
  FileChunksResponse,
  FileFacesResponse,
  FileIdentitiesResponse,
  FileTracesResponse,
} from '../dto/contents.response.js';
import { FileFacesQuery } from '../dto/file-faces.query.js';
import { FileUuid } from '../file-uuid.decorator.js';

const ALL = 'All of them, or one page where `page`, `page_size` or `cursor` is given.';

@ApiTags('File contents')
@Controller('file/:file_uuid')
export class ContentsController {
  constructor(private readonly reads: ContentsReads) {}

  @Get('identities')
  @Endpoint({
    access: 'identity:read',
    summary: 'List the identities that appear in a file',
    description: `Each with its face count, confidence and time range; those with most faces first. ${ALL}`,
    ok: { description: 'The identities.', type: FileIdentitiesResponse, headers: LINK_OF_PAGE_HEADER },
    scope: 'file-level',
    query: true,
    tagged: 'page',
    refuses: ['file_not_found'],
  })
  listFileIdentities(
    @FileUuid() uuid: string,
    @Query(strict) query: PageQuery,
    @Req() { originalUrl }: Request,
  ): Promise<JsonText | JsonStream> {
    return this.reads.identities(uuid, query, originalUrl);
  }

  @Get('faces')
  @Endpoint({
    access: 'identity:read',
    summary: 'List the face detections of a file',
    description: `Bound or not, by frame and face_id, each with whose it is. ${ALL}`,
    ok: { description: 'The detections.', type: FileFacesResponse, headers: LINK_OF_PAGE_HEADER },
    scope: 'file-level',
    query: true,
    tagged: 'page',
    refuses: ['file_not_found'],
  })
  listFileFaces(
    @FileUuid() uuid: string,
    @Query(strict) query: FileFacesQuery,
    @Req() { originalUrl }: Request,
  ): Promise<JsonText | JsonStream> {
    return this.reads.faces(uuid, query, originalUrl);
  }

  @Get('traces')
  @Endpoint({
    access: 'identity:read',
    summary: 'List the traces of a file',
    description: `A trace is the same face over successive frames; each with whose its detections are, by trace_id. ${ALL}`,
    ok: { description: 'The traces.', type: FileTracesResponse, headers: LINK_OF_PAGE_HEADER },
    scope: 'file-level',
    query: true,
    tagged: 'page',
    refuses: ['file_not_found'],
  })
  listFileTraces(
    @FileUuid() uuid: string,
    @Query(strict) query: PageQuery,
    @Req() { originalUrl }: Request,
  ): Promise<JsonText | JsonStream> {
    return this.reads.traces(uuid, query, originalUrl);
  }

  @Get('chunks')
  @Endpoint({
    access: 'identity:read',
    summary: 'List what is said in a file',
    description: `The text chunks (sentences), each with its speaker where known, by first frame. ${ALL}`,
    ok: { description: 'The chunks.', type: FileChunksResponse, headers: LINK_OF_PAGE_HEADER },
    scope: 'file-level',
    query: true,
    tagged: 'page',
    refuses: ['file_not_found'],
  })
  listFileChunks(
    @FileUuid() uuid: string,
    @Query(strict) query: PageQuery,
    @Req() { originalUrl }: Request,
  ): Promise<JsonText | JsonStream> {
    return this.reads.chunks(uuid, query, originalUrl);
  }
}
