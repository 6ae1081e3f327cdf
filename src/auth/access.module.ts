import { Module } from '@nestjs/common';
import { Pager } from '../common/paging/pager.js';
import { KeysController } from './keys/keys.controller.js';
import { KeysService } from './keys/keys.service.js';
import { SessionController } from './session/session.controller.js';
import { SessionService } from './session/session.service.js';

/** The routes by which keys are managed and browsers log in; apart from AuthModule, as nobody is in a hurry for them. */
@Module({
  controllers: [SessionController, KeysController],
  providers: [KeysService, SessionService, Pager],
})
export class AccessModule {}
