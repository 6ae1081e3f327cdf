import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';

/** Milliseconds between two samples, which each of them counts in. */
const RESOLUTION = 20;
/** Milliseconds over which they are averaged: one long pause is no overload. */
const PERIOD = 1000;

/** By how much this process comes late to what it has to do. */
@Injectable()
export class EventLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  /** Milliseconds, on average over the last second. */
  delay = 0;
  private readonly samples: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION });
  private timer: NodeJS.Timeout | undefined;

  onApplicationBootstrap(): void {
    this.samples.enable();
    this.timer = setInterval(() => this.look(), PERIOD).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.samples.disable();
  }

  /**
   * The first sample after a reset is not counted, and where each turn of the loop takes a second there is only one: then
   * this one is left to the next look.
   */
  private look(): void {
    if (this.samples.count === 0) return;
    this.delay = Math.max(0, this.samples.mean / 1e6 - RESOLUTION);
    this.samples.reset();
  }
}
