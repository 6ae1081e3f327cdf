import type { PipeTransform } from '@nestjs/common';
import { invalidRequest } from './errors/problems.js';

/** Version bits are not looked at: a file's uuid is the head of a SHA-256. */
export const UUID_INPUT =
  '^([0-9a-fA-F]{32}|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$';
export const UUID_PATTERN = new RegExp(UUID_INPUT);
export const UUID_FAULT = 'must be a uuid: 32 hex digits, with or without hyphens';

/** The form in which every uuid goes out: 32 lower-case hex digits. */
export const toHex = (uuid: string): string => uuid.replaceAll('-', '').toLowerCase();

/** Takes a path parameter that is a uuid, in any spelling. */
export class UuidPipe implements PipeTransform<string, string> {
  constructor(private readonly parameter: string) {}

  transform(value: string): string {
    if (UUID_PATTERN.test(value)) return toHex(value);
    throw invalidRequest([{ pointer: `#/${this.parameter}`, detail: UUID_FAULT }]);
  }
}
