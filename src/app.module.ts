import { type DynamicModule, Module } from '@nestjs/common';
import { AdmissionModule } from './admission/admission.module.js';
import { AccessModule } from './auth/access.module.js';
import { AuthModule } from './auth/auth.module.js';
import { OrderlyEnd } from './common/http/orderly-end.js';
import { ChangeModule } from './change/change.module.js';
import { ConfigModule } from './config/config.module.js';
import type { Environment } from './config/environment.js';
import { DatabaseModule } from './database/database.module.js';
import { DemoLoader } from './demo/demo.loader.js';
import { ExportModule } from './export/export.module.js';
import { FileModule } from './file/file.module.js';
import { HealthModule } from './health/health.module.js';
import { IdentityModule } from './identity/identity.module.js';
import { ImportModule } from './import/import.module.js';
import { IngestModule } from './ingest/ingest.module.js';
import { LandingModule } from './landing/landing.module.js';
import { LimitsModule } from './limits/limits.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { ProblemsModule } from './problems/problems.module.js';

@Module({})
export class AppModule {
  static forRoot(environment: Environment): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(environment),
        LimitsModule,
        DatabaseModule.forRoot(environment),
        AuthModule,
        ChangeModule,
        // In the order of their routes, at which Express looks one after the other: the hot ones first.
        IdentityModule,
        FileModule,
        IngestModule,
        ImportModule,
        ExportModule,
        AccessModule,
        AdmissionModule,
        MetricsModule,
        HealthModule,
        LandingModule,
        ProblemsModule,
      ],
      providers: [DemoLoader, OrderlyEnd],
    };
  }
}
