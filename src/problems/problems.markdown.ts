import { EXPLANATIONS, INTRODUCTION } from '../common/errors/problem-explanations.js';
import { type ProblemCode, PROBLEMS } from '../common/errors/problem-codes.js';

const HEAD = `# Errors

${INTRODUCTION}

<!-- Made by \`npm run errors\` from src/common/errors/problem-explanations.ts. -->
`;

/** docs/errors.md: every code, what happened and what to do. */
export const problemsMarkdown = (): string => {
  const codes = Object.keys(PROBLEMS) as ProblemCode[];
  return [HEAD, ...codes.map(entry), '', codes.map(section).join('\n')].join('\n');
};

const entry = (code: ProblemCode): string =>
  `- [\`${code}\`](#${code}) (${PROBLEMS[code].status}): ${PROBLEMS[code].title}.`;

const section = (code: ProblemCode): string => {
  const { happened, todo } = EXPLANATIONS[code];
  return `## ${code}\n\n_${PROBLEMS[code].status}: ${PROBLEMS[code].title}._\n\n**What happened.** ${happened}\n\n**What to do.** ${todo}\n`;
};
