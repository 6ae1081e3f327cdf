import {
  type ArgumentMetadata,
  type ValidationError,
  ValidationPipe,
  type ValidationPipeOptions,
} from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { FieldFault, Problem } from '../errors/problem.js';
import { invalidRequest } from '../errors/problems.js';

const UNKNOWN = 'is not known here';

const options: ValidationPipeOptions = {
  transform: true,
  whitelist: true,
  stopAtFirstError: true,
  validationError: { target: false, value: false },
  exceptionFactory: (errors): Problem => invalidRequest(errors.flatMap((error) => toFaults(error, '#'))),
};

/** Queries remembered as valid, … */
const REMEMBERED = 1000;
/** … and the most characters of one: cursors and searches seldom come twice. */
const REMEMBERED_LENGTH = 100;

class StrictPipe extends ValidationPipe {
  /** What valid queries were made into. Validation looks at nothing else; it takes longer than reading a person's faces. */
  private readonly valid = new LRUCache<string, object>({ max: REMEMBERED });

  override async transform(value: object, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'query') return super.transform(value, metadata);
    const text = `${metadata.metatype!.name}${JSON.stringify(value)}`;
    const known = this.valid.get(text);
    if (known) return known;
    const query = Object.freeze((await super.transform(value, metadata)) as object);
    if (text.length <= REMEMBERED_LENGTH) this.valid.set(text, query);
    return query;
  }

  /** Nest drops names such as `constructor` before anything judges them: they are as unknown as any other. */
  protected override stripProtoKeys(value: object): void {
    const faults = Object.keys(value)
      .filter((name) => name in Object.prototype || name === 'prototype')
      .map((name) => ({ pointer: `#/${name}`, detail: UNKNOWN }));
    if (faults.length > 0) throw invalidRequest(faults);
    super.stripProtoKeys(value);
  }
}

class LenientPipe extends ValidationPipe {
  constructor(private readonly free: string) {
    super(options);
  }

  /** Nest drops keys such as `__proto__` at every depth, and class-transformer does; neither looks into a function. */
  protected override stripProtoKeys(body: Record<string, unknown>): void {
    const value = body[this.free];
    if (value !== undefined) body[this.free] = () => value;
    super.stripProtoKeys(body);
  }
}

/** Validates a DTO and refuses fields and parameters that it doesn't have: a typing error must not pass silently. */
export const strict = new StrictPipe({ ...options, forbidNonWhitelisted: true });

/**
 * Validates a DTO and leaves out what it doesn't have: identity files carry more than we know. The field
 * `free` holds any JSON; it reaches the DTO untouched, as a function that returns it.
 */
export const lenient = (free: string): ValidationPipe => new LenientPipe(free);

/** Every fault, nested ones included, with a JSON pointer to it. */
function toFaults(
  { property, constraints = {}, children = [] }: ValidationError,
  parent: string,
): FieldFault[] {
  const pointer = `${parent}/${encodeURIComponent(property)}`;
  const own = Object.entries(constraints).map(([rule, message]) => ({
    pointer,
    detail: rule === 'whitelistValidation' ? UNKNOWN : message,
  }));
  return [...own, ...children.flatMap((child) => toFaults(child, pointer))];
}
