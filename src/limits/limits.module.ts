import { Global, Module } from '@nestjs/common';
import { Environment } from '../config/environment.js';
import { bucketsAt } from './buckets.js';
import { RateLimits } from './rate-limits.js';

@Global()
@Module({
  providers: [
    {
      provide: RateLimits,
      inject: [Environment],
      useFactory: async (environment: Environment) =>
        new RateLimits(environment, await bucketsAt(environment.REDIS_URL)),
    },
  ],
  exports: [RateLimits],
})
export class LimitsModule {}
