import { ApiProperty } from '@nestjs/swagger';

/** What every answer says that isn't a problem. */
export class Success {
  @ApiProperty({ description: 'Always true.', enum: [true] })
  success: boolean;
}
