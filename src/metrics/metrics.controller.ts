import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Registry } from 'prom-client';
import { NeedsAccess } from '../auth/access.decorator.js';
import { Metrics } from './metrics.js';

@ApiTags('Health')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @NeedsAccess('admin')
  @ApiOperation({
    summary: 'Tell how the service is doing',
    description:
      "Requests by route and status, connections, event loop, memory: in Prometheus's text format. METRICS_PORT serves the same without a key.",
  })
  @ApiProduces('text/plain')
  @ApiResponse({
    status: 200,
    description: 'Of all workers together.',
    content: { 'text/plain': { schema: { type: 'string' } } },
  })
  @Header('Content-Type', Registry.PROMETHEUS_CONTENT_TYPE)
  getMetrics(): Promise<string> {
    return this.metrics.text();
  }
}
