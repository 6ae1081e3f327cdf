import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { JsonText } from '../common/http/json-text.js';
import { version } from '../version.js';
import { ReadinessResponse } from './readiness.response.js';
import { Readiness } from './readiness.js';

export class HealthResponse {
  @ApiProperty({
    description: 'Always ok: who answers is up. Whether it can do its work says `/health/ready`.',
    enum: ['ok'],
  })
  status: 'ok';

  @ApiProperty({ description: 'Version of the service.', example: version })
  version: string;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    description: 'Milliseconds since the process started.',
    example: 5000,
  })
  uptime_ms: number;
}

@ApiTags('Health')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get()
  @ApiOperation({ summary: 'Tell that the service is up', description: 'Open to everybody.', security: [] })
  @ApiResponse({ status: 200, description: 'It is.', type: HealthResponse })
  getHealth(): JsonText {
    const uptime_ms = Math.round(process.uptime() * 1000);
    const health: HealthResponse = { status: 'ok', version, uptime_ms };
    // As text: Express would answer an `If-None-Match: *` with a 304, which is no health.
    return new JsonText(JSON.stringify(health));
  }

  @Get('ready')
  @ApiOperation({
    summary: 'Tell whether the service can do its work',
    description:
      'Looks at what it needs: the database, its schema, the disk. Open to everybody; looked at once a second at the most.',
    security: [],
  })
  @ApiResponse({ status: 200, description: 'It can.', type: ReadinessResponse })
  @ApiResponse({ status: 503, description: 'It cannot: `checks` says why.', type: ReadinessResponse })
  getReadiness(): Promise<JsonText> {
    return this.readiness.answer();
  }
}
