import type { INestApplicationContext } from '@nestjs/common';
import { CHECKS } from '../../src/doctor/checks.js';
import { examine } from '../../src/doctor/examine.js';

/** What the doctor said of an application's data. */
export interface Diagnosis {
  isWell: boolean;
  lines: string[];
}

export async function doctor(
  context: INestApplicationContext,
  { fix = false, signal = new AbortController().signal } = {},
): Promise<Diagnosis> {
  const lines: string[] = [];
  const print = (line: string): void => void lines.push(line);
  return { isWell: await examine(context, { fix, signal, print }), lines };
}

export const HEALTHY = `${CHECKS.length} checked, 0 different, 0 mended`;

/** Expects that one difference is found by a check and told in these words, is mended at once, and is gone then. */
export async function expectMends(
  context: INestApplicationContext,
  check: string,
  words: string | RegExp,
): Promise<void> {
  const mended = await doctor(context, { fix: true });
  expect(mended.lines).toContainEqual(expect.stringMatching(`^DIFFERENT  ${check}: 1 of `));
  const told = typeof words === 'string' ? expect.stringContaining(words) : expect.stringMatching(words);
  expect(mended.lines).toContainEqual(told);
  expect(mended.lines).toContain(`mended     ${check}: 1`);
  expect(mended.lines.at(-1)).toBe(`${CHECKS.length} checked, 1 different, 1 mended`);
  expect(mended.isWell).toBe(true);
  const after = await doctor(context);
  expect(after.lines.at(-1)).toBe(HEALTHY);
  expect(after.isWell).toBe(true);
}
