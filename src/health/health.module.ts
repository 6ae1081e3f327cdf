import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/identity.module.js';
import { DatabaseCheck } from './database.check.js';
import { DiskCheck } from './disk.check.js';
import { HealthController } from './health.controller.js';
import { Readiness } from './readiness.js';

@Module({
  imports: [IdentityModule],
  controllers: [HealthController],
  providers: [Readiness, DatabaseCheck, DiskCheck],
})
export class HealthModule {}
