import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

const STATUSES = ['ok', 'failed'];

/** One thing that serving needs. */
export class Check {
  @ApiProperty({ enum: STATUSES, description: 'Whether it is there.' })
  status: 'ok' | 'failed';

  @ApiPropertyOptional({ description: 'What is wrong with it.', example: 'does not answer' })
  detail?: string;
}

export const FINE: Check = { status: 'ok' };
export const failed = (detail: string): Check => ({ status: 'failed', detail });

export class Checks {
  @ApiProperty({ type: Check, description: 'The database answers and can be written to.' })
  database: Check;

  @ApiProperty({ type: Check, description: 'Its schema is that of this version.' })
  migrations: Check;

  @ApiProperty({ type: Check, description: 'The output folder can be written to, and has room.' })
  disk: Check;
}

export class ReadinessResponse {
  @ApiProperty({ enum: STATUSES, description: 'ok where every check is.' })
  status: 'ok' | 'failed';

  @ApiProperty({ type: Checks, description: 'What was looked at.' })
  checks: Checks;
}
