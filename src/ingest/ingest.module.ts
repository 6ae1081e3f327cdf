import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/identity.module.js';
import { IngestController } from './ingest.controller.js';
import { IngestService } from './ingest.service.js';

@Module({
  imports: [IdentityModule],
  controllers: [IngestController],
  providers: [IngestService],
})
export class IngestModule {}
