import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import type { JsonText } from '../../common/http/json-text.js';
import { Endpoint, LINK_HEADER } from '../../common/openapi/endpoint.decorator.js';
import { strict } from '../../common/validation/pipes.js';
import { IdentitiesQuery } from '../dto/identities.query.js';
import { IdentitiesResponse, SearchResponse } from '../dto/identity.response.js';
import { SearchQuery } from '../dto/search.query.js';
import { IdentityReads } from '../identity-reads.js';

@ApiTags('Identities')
@Controller('identities')
export class IdentitiesController {
  constructor(private readonly reads: IdentityReads) {}

  @Get()
  @Endpoint({
    access: 'identity:read',
    summary: 'List the identities',
    description: 'All registered identities, page by page, by name unless told otherwise; `count` is exact.',
    ok: { description: 'A page of identities.', type: IdentitiesResponse, headers: LINK_HEADER },
    query: true,
    tagged: 'always',
  })
  listIdentities(@Query(strict) query: IdentitiesQuery, @Req() { originalUrl }: Request): Promise<JsonText> {
    return this.reads.list(query, originalUrl);
  }

  @Get('search')
  @Endpoint({
    access: 'identity:read',
    summary: 'Search identities by name',
    description: 'Every identity whose name contains `q`, best matches first.',
    ok: { description: 'A page of results.', type: SearchResponse, headers: LINK_HEADER },
    query: true,
    tagged: 'always',
  })
  searchIdentities(@Query(strict) query: SearchQuery, @Req() { originalUrl }: Request): Promise<JsonText> {
    return this.reads.search(query, originalUrl);
  }
}
