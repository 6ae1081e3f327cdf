import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Endpoint } from '../common/openapi/endpoint.decorator.js';
import { strict } from '../common/validation/pipes.js';
import { ARCHIVE_ANSWER } from './archive-answer.js';
import { ArchiveDownload } from './archive-download.js';
import { ExportQuery } from './export.query.js';

@ApiTags('Archive')
@Controller('export')
export class ExportController {
  constructor(private readonly download: ArchiveDownload) {}

  @Get()
  @Endpoint({
    access: 'identity:read',
    summary: 'Export the whole archive',
    description:
      'The identities, then each file with its detections, chunks, bindings and rejections ("not this person"), as they were at one moment: NDJSON, a JSON object a line. The last one, of type `end`, counts the others. It may be read slowly, but a connection on which nothing is read for ten minutes is closed.',
    ok: ARCHIVE_ANSWER,
    query: true,
  })
  async exportArchive(@Query(strict) query: ExportQuery, @Res() response: Response): Promise<void> {
    await this.download.send(response, query);
  }
}
