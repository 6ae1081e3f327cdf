import { mkdir, writeFile } from 'node:fs/promises';
import { problemsMarkdown } from './problems/problems.markdown.js';

/** Writes docs/errors.md. */
await mkdir('docs', { recursive: true });
await writeFile('docs/errors.md', problemsMarkdown());
