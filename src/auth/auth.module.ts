import { Global, Module } from '@nestjs/common';
import { join } from 'node:path';
import { Pager } from '../common/paging/pager.js';
import { Environment } from '../config/environment.js';
import { AccessGuard } from './access.guard.js';
import { readOrMakeApiKey } from './api-key.file.js';
import { Authenticator } from './authenticator.js';
import { ApiKeys } from './keys/api-keys.js';
import { KeysController } from './keys/keys.controller.js';
import { KeysService } from './keys/keys.service.js';
import { LastUse } from './keys/last-use.js';
import { RootKey } from './root-key.js';
import { SessionController } from './session/session.controller.js';
import { SessionService } from './session/session.service.js';
import { Sessions } from './session/sessions.js';

@Global()
@Module({
  controllers: [SessionController, KeysController],
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
    KeysService,
    SessionService,
    Pager,
  ],
  exports: [Authenticator, AccessGuard],
})
export class AuthModule {}
