import { type ProblemCode, PROBLEMS } from '../common/errors/problem-codes.js';
import { EXPLANATIONS, INTRODUCTION } from '../common/errors/problem-explanations.js';
import { escapeHtml } from '../web/escape.js';
import { page } from '../web/page.js';
import { PROBLEMS_STYLE } from './problems.style.js';

/** The page at a problem's `type`. */
export const problemPage = (code: ProblemCode): string =>
  page({
    title: `${code} · Momentry Identity`,
    description: PROBLEMS[code].title,
    main: `<h1>${escapeHtml(PROBLEMS[code].title)}</h1>\n${sheet(code, '')}\n<p><a href="/problems">All errors</a></p>`,
    style: PROBLEMS_STYLE,
  });

/** The page of them all. */
export const problemsPage = (): string =>
  page({
    title: 'Errors · Momentry Identity',
    description: 'Every error code of Momentry Identity: what happened, and what to do.',
    main: `<h1>Errors</h1>\n<p class="lead">${inline(INTRODUCTION)}</p>\n${codes.map((code) => sheet(code, heading(code))).join('\n')}`,
    style: PROBLEMS_STYLE,
  });

const codes = Object.keys(PROBLEMS) as ProblemCode[];

const heading = (code: ProblemCode): string =>
  `<h2><a href="/problems/${code}">${escapeHtml(PROBLEMS[code].title)}</a></h2>`;

const sheet = (code: ProblemCode, head: string): string => `<article id="${code}">
${head}<p class="code"><span class="status">${PROBLEMS[code].status}</span><code>${code}</code></p>
<h3>What happened</h3>
<p>${inline(EXPLANATIONS[code].happened)}</p>
<h3>What to do</h3>
<p>${inline(EXPLANATIONS[code].todo)}</p>
</article>`;

/** The little Markdown that explanations are written in. */
const inline = (text: string): string =>
  escapeHtml(text)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>');
