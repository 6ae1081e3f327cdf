import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { JsonBody } from '../../common/http/json-body.decorator.js';
import type { JsonText } from '../../common/http/json-text.js';
import { Endpoint } from '../../common/openapi/endpoint.decorator.js';
import { strict } from '../../common/validation/pipes.js';
import { NO_STORE_HEADER, unkept } from '../no-store.js';
import { LoginDto } from './login.dto.js';
import { presentPrincipal } from './me.presenter.js';
import { LogoutResponse, MeResponse } from './session.response.js';
import { SessionService } from './session.service.js';

const WITH_COOKIE = {
  ...NO_STORE_HEADER,
  'Set-Cookie': {
    description: 'The cookie `momentry_session`: HttpOnly, SameSite=Strict and, over TLS, Secure.',
    required: true,
    schema: { type: 'string' as const },
  },
};

@ApiTags('Access')
@Controller('auth')
export class SessionController {
  constructor(private readonly sessions: SessionService) {}

  @Post('login')
  @JsonBody(LoginDto)
  @Endpoint({
    access: 'anybody',
    summary: 'Log a browser in',
    description:
      'Sets a cookie that stands for the key for 24 hours, so that images and this page work without the key in them. It ends before when the key does.',
    ok: { description: 'Logged in.', type: MeResponse, headers: WITH_COOKIE },
    scope: 'service-level',
    refuses: ['unauthorized', 'rate_limited', 'cross_site'],
  })
  login(@Body(strict) { api_key }: LoginDto, @Req() request: Request): Promise<JsonText> {
    return this.sessions.login(api_key, request);
  }

  @Post('logout')
  @Endpoint({
    access: 'anybody',
    summary: 'Log a browser out',
    description: 'Ends the session here and takes the cookie away. Without a session nothing happens.',
    ok: { description: 'Logged out.', type: LogoutResponse, headers: WITH_COOKIE },
    scope: 'service-level',
    refuses: ['cross_site'],
  })
  logout(@Req() request: Request): Promise<JsonText> {
    return this.sessions.logout(request);
  }

  @Get('me')
  @Endpoint({
    access: 'any-key',
    summary: 'Tell who is asking',
    description: 'The name and the scopes of the key, and until when it or the session lasts.',
    ok: { description: 'Who it is.', type: MeResponse, headers: NO_STORE_HEADER },
    scope: 'service-level',
  })
  getMe(@Req() { principal }: Request): JsonText {
    return unkept(presentPrincipal(principal!));
  }
}
