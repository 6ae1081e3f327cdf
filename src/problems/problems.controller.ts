import { Controller, Get, Param, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request } from 'express';
import { type ProblemCode, PROBLEMS } from '../common/errors/problem-codes.js';
import { routeNotFound } from '../common/errors/problems.js';
import { HtmlPage } from '../web/html-page.decorator.js';
import { problemPage, problemsPage } from './problems.page.js';

/** What the `type` of a problem leads to: open to everybody, since a refused key is a problem too. */
@ApiExcludeController()
@Controller('problems')
export class ProblemsController {
  @Get()
  @HtmlPage()
  getProblems(): string {
    return problemsPage();
  }

  @Get(':code')
  @HtmlPage()
  getProblem(@Param('code') code: string, @Req() { method, path }: Request): string {
    if (!isCode(code)) throw routeNotFound(method, path);
    return problemPage(code);
  }
}

const isCode = (code: string): code is ProblemCode => Object.hasOwn(PROBLEMS, code);
