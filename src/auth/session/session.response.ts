import { ApiProperty } from '@nestjs/swagger';
import { Success } from '../../common/openapi/success.dto.js';
import { KEY_NAME, KEY_PREFIX, KEY_SCOPES } from '../keys/key.schemas.js';
import type { Scope } from '../scopes.js';

/** Who is asking. */
export class MeResponse extends Success {
  @ApiProperty({ ...KEY_NAME, description: 'Name of the key; `root`: the one of the first start.' })
  name: string;

  @ApiProperty({
    ...KEY_PREFIX,
    nullable: true,
    description: 'The public part of the key; null: the root key.',
  })
  prefix: string | null;

  @ApiProperty({ ...KEY_SCOPES, description: 'What it may do.' })
  scopes: Scope[];

  @ApiProperty({
    description: 'How it was shown: by the key itself, or by the cookie of a session.',
    enum: ['api_key', 'session'],
    example: 'api_key',
  })
  authenticated_by: 'api_key' | 'session';

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the session ends, or the key expires; null: never.',
    example: null,
  })
  expires_at: string | null;
}

export class LogoutResponse extends Success {
  @ApiProperty({ description: 'What was done, in words.', example: 'Logged out' })
  message: string;
}
