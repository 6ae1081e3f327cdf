import { ApiProperty } from '@nestjs/swagger';
import { Success } from '../openapi/success.dto.js';

/** What a page says beside its rows. */
export class PageInfo extends Success {
  @ApiProperty({ type: 'integer', minimum: 0, description: 'Rows in all pages together.', example: 12 })
  count: number;

  @ApiProperty({ type: 'integer', minimum: 1, description: 'Number of this page.', example: 1 })
  page: number;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 200, description: 'Rows a page.', example: 20 })
  page_size: number;

  @ApiProperty({
    type: String,
    nullable: true,
    description: '`cursor` of the next page; null on the last one.',
    example: null,
  })
  next_cursor: string | null;
}
