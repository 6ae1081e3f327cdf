import { Body, Controller, Delete, Get, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { JsonBody } from '../../common/http/json-body.decorator.js';
import type { JsonText } from '../../common/http/json-text.js';
import { Endpoint, LINK_HEADER } from '../../common/openapi/endpoint.decorator.js';
import { Pager } from '../../common/paging/pager.js';
import { strict } from '../../common/validation/pipes.js';
import { NO_STORE_HEADER, unkept } from '../no-store.js';
import { CREATE_KEY_EXAMPLES, CreateKeyDto } from './create-key.dto.js';
import { KeyName } from './key-name.decorator.js';
import { IssuedKeyResponse, KeysResponse, RevokeKeyResponse } from './key.response.js';
import { keysListing } from './keys.listing.js';
import { KeysQuery } from './keys.query.js';
import { KeysService } from './keys.service.js';
import { RotateQuery } from './rotate.query.js';

@ApiTags('Access')
@Controller('auth/keys')
export class KeysController {
  constructor(
    private readonly keys: KeysService,
    private readonly pager: Pager,
  ) {}

  @Get()
  @Endpoint({
    access: 'admin',
    summary: 'List the keys',
    description: 'All keys but the root key, by name, those that have ended included. Never their secrets.',
    ok: { description: 'A page of keys.', type: KeysResponse, headers: LINK_HEADER },
    scope: 'service-level',
    query: true,
    tagged: 'always',
  })
  listKeys(@Query(strict) query: KeysQuery, @Req() { originalUrl }: Request): Promise<JsonText> {
    return this.pager.page(keysListing(query), query, 'keys', originalUrl);
  }

  @Post()
  @JsonBody(CreateKeyDto, CREATE_KEY_EXAMPLES)
  @Endpoint({
    access: 'admin',
    summary: 'Create a key',
    description:
      'Whoever may administer keys may give any scope, also one that their own key lacks. The answer holds the secret, this once.',
    ok: { description: 'The key.', type: IssuedKeyResponse, headers: NO_STORE_HEADER },
    scope: 'service-level',
    change: {},
    refuses: ['key_name_taken'],
  })
  async createKey(@Body(strict) key: CreateKeyDto): Promise<JsonText> {
    return unkept(await this.keys.create(key));
  }

  @Post(':name/rotate')
  @Endpoint({
    access: 'admin',
    summary: 'Rotate a key',
    description:
      'Makes a new key of the same name, scopes and length of life. The old one works on for a while, so that there is time to replace it everywhere. The answer holds the new secret, this once.',
    ok: { description: 'The new key.', type: IssuedKeyResponse, headers: NO_STORE_HEADER },
    scope: 'service-level',
    change: {},
    query: true,
    refuses: ['key_not_found'],
  })
  async rotateKey(@KeyName() name: string, @Query(strict) { grace_hours }: RotateQuery): Promise<JsonText> {
    return unkept(await this.keys.rotate(name, grace_hours));
  }

  @Delete(':name')
  @Endpoint({
    access: 'admin',
    summary: 'Revoke a key',
    description:
      'It works no more, nor does one that was rotated and is still in its grace period, nor do their sessions: here at once, in other processes within five seconds.',
    ok: { description: 'It has ended.', type: RevokeKeyResponse },
    scope: 'service-level',
    change: {},
    refuses: ['key_not_found'],
  })
  revokeKey(@KeyName() name: string): Promise<RevokeKeyResponse> {
    return this.keys.revoke(name);
  }
}
