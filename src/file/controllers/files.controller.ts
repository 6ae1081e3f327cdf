import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import type { JsonText } from '../../common/http/json-text.js';
import { Endpoint, LINK_HEADER } from '../../common/openapi/endpoint.decorator.js';
import { PageQuery } from '../../common/paging/page.query.js';
import { strict } from '../../common/validation/pipes.js';
import { AllFilesResponse } from '../dto/file.response.js';
import { FileReads } from '../file-reads.js';

@ApiTags('Files')
@Controller('files')
export class FilesController {
  constructor(private readonly reads: FileReads) {}

  @Get()
  @Endpoint({
    access: 'identity:read',
    summary: 'List the files',
    description: 'All files of the archive, page by page, by name; `count` is exact.',
    ok: { description: 'A page of files.', type: AllFilesResponse, headers: LINK_HEADER },
    scope: 'file-level',
    query: true,
    tagged: 'always',
  })
  listFiles(@Query(strict) query: PageQuery, @Req() { originalUrl }: Request): Promise<JsonText> {
    return this.reads.list(query, originalUrl);
  }
}
