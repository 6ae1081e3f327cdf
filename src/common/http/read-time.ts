import type { Response } from 'express';
import { timeLimits } from './time-limits.js';

/** Breaks an answer off whose reader takes nothing of it for some time; costs nothing where all has been taken. */
export function limitReadTime(response: Response): void {
  if (!response.socket?.writableLength) return;
  breakWhenIdle(response, timeLimits(response.req).idle);
}

/** Breaks an answer off of which nothing goes out for so many milliseconds. */
export function breakWhenIdle(response: Response, time: number): void {
  response.setTimeout(time, () => response.destroy());
}
