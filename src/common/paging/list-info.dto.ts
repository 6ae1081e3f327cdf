import { ApiProperty, IntersectionType, PartialType, PickType } from '@nestjs/swagger';
import { COUNT } from '../openapi/schemas.js';
import { Success } from '../openapi/success.dto.js';
import { PageInfo } from './page-info.dto.js';

/** What a page says, where an answer is one. */
class OnlyWithPage extends PartialType(PickType(PageInfo, ['page', 'page_size', 'next_cursor'])) {}

/** What a list says beside its rows that is sent as a whole unless a page is asked for. */
export class ListInfo extends IntersectionType(Success, OnlyWithPage) {
  @ApiProperty({
    ...COUNT,
    description: 'Rows in all. In an answer of over a thousand rows it comes last.',
    example: 1,
  })
  count: number;
}
