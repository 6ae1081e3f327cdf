import { Controller, Get, Post, Res, UploadedFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { ChangeRequest } from '../../change/change-request.js';
import { ETAG_OF_CHANGE } from '../../change/changes.decorator.js';
import { RequestedChange } from '../../change/requested-change.decorator.js';
import { Endpoint } from '../../common/openapi/endpoint.decorator.js';
import { ImageForm } from '../../media/image-form.decorator.js';
import { ProfileImageResponse } from '../dto/change.response.js';
import { IdentityUuid } from '../identity-uuid.decorator.js';
import { IMAGE_ANSWER } from '../profile-image/image-answer.js';
import { ProfileImageService } from '../profile-image/profile-image.service.js';
import { sendImage } from '../profile-image/send-image.js';

@ApiTags('Profile image')
@Controller('identity/:identity_uuid/profile-image')
export class ProfileImageController {
  constructor(private readonly images: ProfileImageService) {}

  @Post()
  @ImageForm()
  @Endpoint({
    access: 'identity:write',
    summary: 'Upload the profile image',
    description:
      'A JPEG or PNG, judged by its bytes, of at most 10 MiB and 50 megapixels. It replaces the one before.',
    ok: { description: 'Saved.', type: ProfileImageResponse, headers: ETAG_OF_CHANGE },
    change: { conditional: true, repeatable: true },
    refuses: ['identity_not_found', 'image_undecodable', 'unsupported_image_type'],
  })
  uploadProfileImage(
    @IdentityUuid() uuid: string,
    @UploadedFile() { buffer }: Express.Multer.File,
    @RequestedChange() change: ChangeRequest,
  ): Promise<ProfileImageResponse> {
    return this.images.replace(uuid, buffer, change);
  }

  @Get()
  @Endpoint({
    access: 'identity:read',
    summary: 'Get the profile image',
    description: 'The bytes as they were uploaded.',
    ok: IMAGE_ANSWER,
    tagged: 'always',
    refuses: ['identity_not_found', 'profile_image_not_found'],
  })
  async getProfileImage(@IdentityUuid() uuid: string, @Res() response: Response): Promise<void> {
    await sendImage(response, await this.images.open(uuid));
  }
}
