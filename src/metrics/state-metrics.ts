import { Counter, Gauge, type Registry } from 'prom-client';

/** Values by label. */
export type Readings = Record<string, number>;

interface Description {
  name: string;
  help: string;
  /** What tells the values apart. */
  label: string;
}

/** A gauge that is read when it is asked for: it costs no request anything. */
export function gauge(registry: Registry, { label, ...named }: Description, read: () => Readings): void {
  new Gauge({
    ...named,
    labelNames: [label],
    registers: [registry],
    collect() {
      for (const [value, reading] of Object.entries(read())) this.set({ [label]: value }, reading);
    },
  });
}

/** A counter that somebody else counts, and that is read when it is asked for. */
export function counter(registry: Registry, { label, ...named }: Description, read: () => Readings): void {
  new Counter({
    ...named,
    labelNames: [label],
    registers: [registry],
    collect() {
      this.reset();
      for (const [value, reading] of Object.entries(read())) this.inc({ [label]: value }, reading);
    },
  });
}
