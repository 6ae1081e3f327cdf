import { Body, Controller, Delete, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ChangeRequest } from '../../change/change-request.js';
import { RequestedChange } from '../../change/requested-change.decorator.js';
import { JsonBody } from '../../common/http/json-body.decorator.js';
import type { JsonText } from '../../common/http/json-text.js';
import { Endpoint } from '../../common/openapi/endpoint.decorator.js';
import { TRAILER } from '../../common/openapi/schemas.js';
import { strict } from '../../common/validation/pipes.js';
import { DeleteFileService } from '../delete-file.service.js';
import { FILE_EXAMPLES, FileDto } from '../dto/file.dto.js';
import { DeleteFileResponse, FileResponse } from '../dto/file.response.js';
import { FileReads } from '../file-reads.js';
import { FileUuid } from '../file-uuid.decorator.js';
import { PutFileService } from '../put-file.service.js';

@ApiTags('Files')
@Controller('file/:file_uuid')
export class FileController {
  constructor(
    private readonly reads: FileReads,
    private readonly puts: PutFileService,
    private readonly deletions: DeleteFileService,
  ) {}

  @Get()
  @Endpoint({
    access: 'identity:read',
    summary: 'Get a file',
    description: 'What is known of the video, and how much was found in it.',
    ok: { description: 'The file.', type: FileResponse },
    tagged: 'always',
    scope: 'file-level',
    refuses: ['file_not_found'],
  })
  getFile(@FileUuid() uuid: string): Promise<JsonText> {
    return this.reads.file(uuid);
  }

  @Put()
  @JsonBody(FileDto, FILE_EXAMPLES)
  @Endpoint({
    access: 'ingest',
    summary: 'Create or update a file',
    description: 'A new file needs a name. A field left out keeps its value, null clears it.',
    ok: { description: 'The file as it is now.', type: FileResponse },
    change: {},
    scope: 'file-level',
  })
  putFile(
    @FileUuid() uuid: string,
    @Body(strict) file: FileDto,
    @RequestedChange() { origin }: ChangeRequest,
  ): Promise<JsonText> {
    return this.puts.put(uuid, file, origin);
  }

  @Delete()
  @Endpoint({
    access: 'ingest',
    summary: 'Delete a file',
    description:
      'Deletes the file with all that was found in it: faces, embeddings, traces and chunks. The identities that appeared in it stay.',
    ok: { description: 'It is gone.', type: DeleteFileResponse },
    change: {},
    scope: 'file-level',
    refuses: ['file_not_found'],
  })
  deleteFile(
    @FileUuid(TRAILER) uuid: string,
    @RequestedChange() { origin }: ChangeRequest,
  ): Promise<DeleteFileResponse> {
    return this.deletions.delete(uuid, origin);
  }
}
