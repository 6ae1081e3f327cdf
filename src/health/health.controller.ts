import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { JsonText } from '../common/http/json-text.js';
import { version } from '../version.js';

export class HealthResponse {
  @ApiProperty({ description: 'Always ok: a service that is not ready does not answer.', enum: ['ok'] })
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
  @Get()
  @ApiOperation({ summary: 'Tell that the service is up', description: 'Open to everybody.', security: [] })
  @ApiResponse({ status: 200, description: 'It is.', type: HealthResponse })
  getHealth(): JsonText {
    const uptime_ms = Math.round(process.uptime() * 1000);
    const health: HealthResponse = { status: 'ok', version, uptime_ms };
    // As text: Express would answer an `If-None-Match: *` with a 304, which is no health.
    return new JsonText(JSON.stringify(health));
  }
}
