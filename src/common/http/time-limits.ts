import type { Application, Request } from 'express';
import type { Environment } from '../../config/environment.js';

/** What clients may take their time for, in milliseconds. */
export interface TimeLimits {
  /** For the body of a request to come. */
  body: number;
  /** For taking nothing of an answer, or sending nothing of a body that may take as long as it likes. */
  idle: number;
}

const SETTING = 'time limits';

/** Sets them for an application. */
export function setTimeLimits(app: Application, { BODY_TIMEOUT, IDLE_TIMEOUT }: Environment): void {
  app.set(SETTING, { body: BODY_TIMEOUT * 1000, idle: IDLE_TIMEOUT * 1000 } satisfies TimeLimits);
}

/** Those of the application that has the request. */
export const timeLimits = ({ app }: Request): TimeLimits => app.get(SETTING) as TimeLimits;
