import { Module } from '@nestjs/common';
import { AdmissionModule } from '../admission/admission.module.js';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';

@Module({ imports: [AdmissionModule], controllers: [MetricsController], providers: [Metrics] })
export class MetricsModule {}
