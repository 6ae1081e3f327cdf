import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import type { JsonText } from '../../common/http/json-text.js';
import { Endpoint, LINK_HEADER } from '../../common/openapi/endpoint.decorator.js';
import { PageQuery } from '../../common/paging/page.query.js';
import { Pager } from '../../common/paging/pager.js';
import { strict } from '../../common/validation/pipes.js';
import { HistoryResponse } from '../dto/history.response.js';
import { IdentityUuid } from '../identity-uuid.decorator.js';
import { historyListing } from '../listings/history.listing.js';

@ApiTags('Identity')
@Controller('identity/:identity_uuid/history')
export class HistoryController {
  constructor(private readonly pager: Pager) {}

  @Get()
  @Endpoint({
    access: 'identity:read',
    summary: 'List the changes of an identity',
    description:
      'Every change of the identity, its image and its bindings, newest first, page by page: when, by which key and request, and what there was before. Also of one that was deleted, under its own uuid.',
    ok: { description: 'A page of changes.', type: HistoryResponse, headers: LINK_HEADER },
    query: true,
    tagged: 'always',
    refuses: ['identity_not_found'],
  })
  listIdentityHistory(
    @IdentityUuid() uuid: string,
    @Query(strict) query: PageQuery,
    @Req() { originalUrl }: Request,
  ): Promise<JsonText> {
    return this.pager.page(historyListing(uuid), query, 'data', originalUrl);
  }
}
