import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { HtmlPage } from '../web/html-page.decorator.js';
import { HEALTH_SCRIPT } from './health.script.js';
import { LANDING_PAGE } from './landing.page.js';

@ApiExcludeController()
@Controller()
export class LandingController {
  @Get()
  @HtmlPage(HEALTH_SCRIPT)
  getLanding(): string {
    return LANDING_PAGE;
  }
}
