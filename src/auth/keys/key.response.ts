import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { PageInfo } from '../../common/paging/page-info.dto.js';
import { Success } from '../../common/openapi/success.dto.js';
import type { Scope } from '../scopes.js';
import { KEY_STATUSES, type KeyStatus } from './key.presenter.js';
import { KEY_NAME, KEY_PREFIX, KEY_SCOPES } from './key.schemas.js';

const TIME = { type: String, format: 'date-time' } as const;

/** What is known of a key: all but its secret. */
export class Key {
  @ApiProperty({ ...KEY_NAME, description: 'What it is called.' })
  name: string;

  @ApiProperty({ ...KEY_PREFIX, description: 'How it begins: the public part.' })
  prefix: string;

  @ApiProperty({ ...KEY_SCOPES, description: 'What it may do.' })
  scopes: Scope[];

  @ApiProperty({
    description: '`replaced`: rotated, and still working until it expires.',
    enum: KEY_STATUSES,
    example: 'active',
  })
  status: KeyStatus;

  @ApiProperty({ ...TIME, description: 'When it was made.', example: '2026-05-16T12:00:00Z' })
  created_at: string;

  @ApiProperty({ ...TIME, nullable: true, description: 'null: never.', example: '2026-08-14T12:00:00Z' })
  expires_at: string | null;

  @ApiProperty({ ...TIME, nullable: true, description: 'To the minute; null: never yet.', example: null })
  last_used_at: string | null;

  @ApiProperty({ ...TIME, nullable: true, description: 'null: it was not.', example: null })
  revoked_at: string | null;
}

export class KeysResponse extends PageInfo {
  @ApiProperty({ type: [Key], description: 'The keys of this page.' })
  keys: Key[];
}

/** A key that was just made: the one time that its secret goes out. */
export class IssuedKeyResponse extends IntersectionType(Success, Key) {
  @ApiProperty({
    description: 'The key itself. It is shown this once.',
    pattern: '^momentry_[0-9a-f]{16}_[A-Za-z0-9_-]{49}$',
  })
  api_key: string;
}

export class RevokeKeyResponse extends Success {
  @ApiProperty({ ...KEY_NAME, description: 'What it was called.' })
  name: string;

  @ApiProperty({ description: 'What was done, in words.', example: 'Key revoked' })
  message: string;
}
