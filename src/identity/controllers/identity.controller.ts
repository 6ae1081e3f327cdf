import { Body, Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ChangeRequest } from '../../change/change-request.js';
import { ETAG_OF_CHANGE } from '../../change/changes.decorator.js';
import { RequestedChange } from '../../change/requested-change.decorator.js';
import { JsonBody } from '../../common/http/json-body.decorator.js';
import type { JsonText } from '../../common/http/json-text.js';
import { Endpoint } from '../../common/openapi/endpoint.decorator.js';
import { lenient } from '../../common/validation/pipes.js';
import { DeleteService } from '../delete.service.js';
import { DeleteResponse, UploadResponse } from '../dto/change.response.js';
import { IdentityFileDto, UPLOAD_EXAMPLES } from '../dto/identity-file.dto.js';
import { IdentityFileResponse, IdentityResponse } from '../dto/identity.response.js';
import { POSTER } from '../../common/openapi/schemas.js';
import { IdentityReads } from '../identity-reads.js';
import { IdentityUuid } from '../identity-uuid.decorator.js';
import { UploadService } from '../upload.service.js';

@ApiTags('Identity')
@Controller('identity')
export class IdentityController {
  constructor(
    private readonly reads: IdentityReads,
    private readonly uploads: UploadService,
    private readonly deletions: DeleteService,
  ) {}

  @Post('upload')
  @JsonBody(IdentityFileDto, UPLOAD_EXAMPLES)
  @Endpoint({
    access: 'identity:write',
    summary: 'Create or update an identity from an identity file',
    description:
      'A known uuid updates that identity. An unknown one updates the identity with exactly this name, if there is one, and leads to it from then on; else it creates the identity.',
    ok: {
      description: 'The identity that now holds these values.',
      type: UploadResponse,
      headers: ETAG_OF_CHANGE,
    },
    change: { conditional: true, repeatable: true },
    refuses: ['name_taken', 'name_ambiguous'],
  })
  uploadIdentity(
    @Body(lenient('metadata')) file: IdentityFileDto,
    @RequestedChange() change: ChangeRequest,
  ): Promise<UploadResponse> {
    return this.uploads.upload(file, change);
  }

  @Get(':identity_uuid')
  @Endpoint({
    access: 'identity:read',
    summary: 'Get an identity',
    description: 'Detailed information on an identity, with metadata and TMDb references.',
    ok: { description: 'The identity.', type: IdentityResponse },
    tagged: 'always',
    refuses: ['identity_not_found'],
  })
  getIdentity(@IdentityUuid() uuid: string): Promise<JsonText> {
    return this.reads.identity(uuid);
  }

  @Get(':identity_uuid/json')
  @Endpoint({
    access: 'identity:read',
    summary: 'Get the identity file',
    description:
      'The identity as in `identity.json` on disk, with what is bound to it now. Uploading it changes nothing.',
    ok: { description: 'The identity file.', type: IdentityFileResponse },
    tagged: 'always',
    refuses: ['identity_not_found'],
  })
  getIdentityFile(@IdentityUuid() uuid: string): Promise<JsonText> {
    return this.reads.identityFile(uuid);
  }

  @Delete(':identity_uuid')
  @Endpoint({
    access: 'identity:write',
    summary: 'Delete an identity',
    description: 'Deletes the identity, its image and its folder permanently. Its faces stay, unbound.',
    ok: { description: 'It is gone.', type: DeleteResponse },
    change: { conditional: true },
    refuses: ['identity_not_found'],
  })
  deleteIdentity(
    @IdentityUuid(POSTER) uuid: string,
    @RequestedChange() change: ChangeRequest,
  ): Promise<DeleteResponse> {
    return this.deletions.delete(uuid, change);
  }
}
