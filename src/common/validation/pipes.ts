import { type ValidationError, ValidationPipe, type ValidationPipeOptions } from '@nestjs/common';
import type { FieldFault, Problem } from '../errors/problem.js';
import { invalidRequest } from '../errors/problems.js';

const options: ValidationPipeOptions = {
  transform: true,
  whitelist: true,
  stopAtFirstError: true,
  validationError: { target: false, value: false },
  exceptionFactory: (errors): Problem => invalidRequest(errors.flatMap((error) => toFaults(error, '#'))),
};

/** Validates a DTO and refuses fields and parameters that it doesn't have: a typing error must not pass silently. */
export const strict = new ValidationPipe({ ...options, forbidNonWhitelisted: true });

/** Validates a DTO and leaves out what it doesn't have: identity files carry more than we know. */
export const lenient = new ValidationPipe(options);

/** Every fault, nested ones included, with a JSON pointer to it. */
function toFaults(
  { property, constraints = {}, children = [] }: ValidationError,
  parent: string,
): FieldFault[] {
  const pointer = `${parent}/${encodeURIComponent(property)}`;
  const own = Object.entries(constraints).map(([rule, message]) => ({
    pointer,
    detail: rule === 'whitelistValidation' ? 'is not known here' : message,
  }));
  return [...own, ...children.flatMap((child) => toFaults(child, pointer))];
}
