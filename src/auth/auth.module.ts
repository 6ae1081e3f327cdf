import { Global, Module } from '@nestjs/common';
import { join } from 'node:path';
import { Environment } from '../config/environment.js';
import { AccessGuard } from './access.guard.js';
import { readOrMakeApiKey } from './api-key.file.js';
import { Authenticator } from './authenticator.js';
import { ApiKeys } from './keys/api-keys.js';
import { LastUse } from './keys/last-use.js';
import { RootKey } from './root-key.js';
import { Sessions } from './session/sessions.js';

/** Finds out whose a request is, and lets it pass or not: for the routes of all modules. */
@Global()
@Module({
  providers: [
    {
      provide: RootKey,
      inject: [Environment],
      useFactory: async ({ MOMENTRY_API_KEY, DATA_DIR }: Environment) =>
        new RootKey(MOMENTRY_API_KEY ?? (await readOrMakeApiKey(join(DATA_DIR, 'api-key')))),
    },
    ApiKeys,
    Sessions,
    LastUse,
    Authenticator,
    AccessGuard,
  ],
  exports: [RootKey, ApiKeys, Sessions, Authenticator, AccessGuard],
})
export class AuthModule {}
