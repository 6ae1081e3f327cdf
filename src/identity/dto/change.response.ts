import { ApiProperty } from '@nestjs/swagger';
import { Success } from '../../common/openapi/success.dto.js';
import { BoundData, UnboundData } from './binding.response.js';
import { CARY, COUNT, UUID } from '../../common/openapi/schemas.js';

/** What every change of an identity answers. */
export class ChangeResponse extends Success {
  @ApiProperty({ ...UUID, description: 'The identity.', example: CARY })
  identity_uuid: string;

  @ApiProperty({ description: 'What was done, in words.', example: 'Identity uploaded successfully' })
  message: string;
}

export class DeleteResponse extends ChangeResponse {
  @ApiProperty({ ...COUNT, description: "Detections that are nobody's now.", example: 1200 })
  faces_unbound: number;
}

export class UploadResponse extends ChangeResponse {
  @ApiProperty({ description: 'Its name.', example: 'Cary Grant' })
  name: string;
}

export class BindResponse extends ChangeResponse {
  @ApiProperty({ type: BoundData, description: 'What changed hands.' })
  data: BoundData;
}

export class UnbindResponse extends ChangeResponse {
  @ApiProperty({ type: UnboundData, description: 'What changed hands.' })
  data: UnboundData;
}

export class ProfileImageResponse extends ChangeResponse {
  @ApiProperty({
    description: 'Where the image lies: OUTPUT_DIR as configured, and the path in it.',
    example: './data/output/identities/a9a901056d6b46ff92da0c3c1a57dff4/profile.jpg',
  })
  path: string;
}
