import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import multer, { MulterError } from 'multer';
import { lastValueFrom, type Observable, of } from 'rxjs';
import type { Problem } from '../common/errors/problem.js';
import {
  imageMissing,
  imageTooLarge,
  malformedForm,
  unsupportedMediaType,
  uploadsBusy,
} from '../common/errors/problems.js';
import { limitBodyPace } from '../common/http/body-time.js';
import { timeLimits } from '../common/http/time-limits.js';
import type { Aside } from '../database/lock-queue.js';
import { type Turn, Turns } from '../database/turns.js';
import { MAX_IMAGE_MIB } from './image-check.js';

const parse = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: MAX_IMAGE_MIB * 1024 * 1024, files: 1, fields: 20, fieldSize: 64 * 1024, parts: 21 },
}).single('image');

/**
 * Images are held in memory, each three times at worst while it is read. `atOnce`: until they are kept. `places`: the
 * bodies of these stay where they are. `beside`: uploads that wait for a lock, with up to 10 MiB each.
 */
const uploads = new Turns({ atOnce: 8, places: 64, beside: 24, refusal: uploadsBusy });

/** Reads a form with an image in its field `image`: behind the guard, so that a stranger's body is never read. */
@Injectable()
export class ImageFormInterceptor implements NestInterceptor {
  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    if (request.is('multipart/form-data') === false) throw unsupportedMediaType('multipart/form-data');
    return of(
      await uploads.take(async (turn) => {
        // Gone while it waited: of such a body nothing would come, nor its end.
        if (request.destroyed) throw malformedForm('The form was broken off.');
        limitBodyPace(request, timeLimits(request).idle);
        await readForm(request, http.getResponse<Response>());
        if (!request.file) throw imageMissing();
        const { change } = request;
        change?.attempt?.bodyPiece(request.file.buffer);
        change?.attempt?.again();
        if (change) change.aside = asideOf(turn);
        return lastValueFrom<unknown>(next.handle());
      }),
    );
  }
}

const asideOf =
  (turn: Turn): Aside =>
  async (wait) => {
    if (!turn.giveBack()) throw uploadsBusy();
    await wait();
  };

async function readForm(request: Request, response: Response): Promise<void> {
  const error = await new Promise<unknown>((resolve) => void parse(request, response, resolve));
  if (error) throw toFormProblem(error as Error);
}

function toFormProblem(error: Error): Problem {
  const code = error instanceof MulterError ? error.code : undefined;
  if (code === 'LIMIT_FILE_SIZE') return imageTooLarge(`At most ${MAX_IMAGE_MIB} MiB are taken.`);
  if (code === 'LIMIT_UNEXPECTED_FILE') return imageMissing();
  return malformedForm(`The form could not be read: ${error.message}.`);
}
