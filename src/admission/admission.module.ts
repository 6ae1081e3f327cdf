import { Module } from '@nestjs/common';
import { Admission } from './admission.js';
import { EventLoop } from './event-loop.js';

@Module({ providers: [Admission, EventLoop], exports: [Admission] })
export class AdmissionModule {}
