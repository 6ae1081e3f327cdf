import { Global, Module } from '@nestjs/common';
import { join } from 'node:path';
import { Environment } from '../config/environment.js';
import { readOrMakeApiKey } from './api-key.file.js';
import { ApiKeyGuard } from './api-key.guard.js';
import { ApiKeys } from './api-keys.js';

@Global()
@Module({
  providers: [
    {
      provide: ApiKeys,
      inject: [Environment],
      useFactory: async ({ MOMENTRY_API_KEY, DATA_DIR }: Environment) =>
        new ApiKeys(MOMENTRY_API_KEY ?? (await readOrMakeApiKey(join(DATA_DIR, 'api-key')))),
    },
    ApiKeyGuard,
  ],
  exports: [ApiKeys, ApiKeyGuard],
})
export class AuthModule {}
