/** The look of the pages of problems alone. */
export const PROBLEMS_STYLE = `
h1 { font-size: clamp(1.8rem, 5vw, 2.6rem); margin: 2rem 0 0.75rem; letter-spacing: -0.03em; }
.lead { color: var(--soft); max-width: 44em; margin: 0 0 2rem; }
article { background: var(--card); border: 1px solid var(--line); border-radius: 1rem; padding: 1.3rem 1.5rem; margin: 0 0 1rem; scroll-margin-top: 1rem; }
article h2 { font-size: 1.2rem; margin: 0 0 0.2rem; }
article h2 a { color: inherit; text-decoration: none; }
article h2 a:hover { color: var(--accent); }
.code { margin: 0 0 0.9rem; color: var(--soft); display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
.status { font-weight: 700; font-size: 0.85rem; color: var(--on-accent); background: var(--accent); border-radius: 6px; padding: 0.05rem 0.5rem; }
article h3 { font-size: 0.95rem; margin: 0.9rem 0 0.1rem; }
article p { margin: 0; max-width: 46em; }
`;
