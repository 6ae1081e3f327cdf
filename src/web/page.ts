import { version } from '../version.js';
import { escapeHtml } from './escape.js';
import { ICON, LOGO } from './logo.js';
import { STYLE } from './style.js';

export interface Page {
  title: string;
  description: string;
  /** What stands in `<main>`. */
  main: string;
  /** Beyond the style of all pages. */
  style: string;
  script?: string;
}

/** A whole page, with everything that it needs in it. */
export const page = ({ title, description, main, style, script }: Page): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<meta name="description" content="${escapeHtml(description)}">
<link rel="icon" href="${ICON}">
<style>${STYLE}${style}</style>
</head>
<body>
<a class="skip" href="#main">To the content</a>
<header class="wrap bar">
<a class="brand" href="/">${LOGO}Momentry Identity</a>
<nav aria-label="Service"><a href="/docs">Docs</a><a href="/problems">Errors</a><a href="/health">Health</a></nav>
</header>
<main id="main" class="wrap">
${main}
</main>
<footer><div class="wrap">Momentry Identity ${version} · MIT licence</div></footer>
${script ? `<script>${script}</script>` : ''}
</body>
</html>
`;
