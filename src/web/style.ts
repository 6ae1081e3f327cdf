/** The look of every page of the service but Swagger UI's, in light and dark. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #faf8f5; --card: #ffffff; --ink: #1c1a22; --soft: #5d5966; --line: #e6e1da;
  --accent: #c2410c; --on-accent: #ffffff; --glow: #ffe8d9; --code: #f3efe9; --good: #15803d; --bad: #b91c1c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #131218; --card: #1c1b23; --ink: #f2eff5; --soft: #aaa5b5; --line: #302e3a;
    --accent: #ff9a5c; --on-accent: #1d0f06; --glow: #3a2117; --code: #25232e; --good: #4ade80; --bad: #f87171;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.6 -apple-system, 'Segoe UI', Inter, Roboto, 'Helvetica Neue', Arial, sans-serif;
}
a { color: var(--accent); text-underline-offset: 0.2em; }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 6px; }
h1, h2, h3 { line-height: 1.2; letter-spacing: -0.015em; text-wrap: balance; }
code, pre { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace; font-size: 0.875em; }
code { background: var(--code); border-radius: 5px; padding: 0.12em 0.38em; overflow-wrap: anywhere; }
pre { background: var(--code); border: 1px solid var(--line); border-radius: 12px; padding: 1rem 1.15rem; margin: 0; overflow-x: auto; line-height: 1.7; }
pre code { background: none; padding: 0; font-size: inherit; overflow-wrap: normal; }
.wrap { max-width: 62rem; margin: 0 auto; padding: 0 1.25rem; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: 0.5rem 1rem; }
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1.5rem; padding-block: 1.1rem; }
.brand { display: inline-flex; align-items: center; gap: 0.6rem; font-weight: 700; color: var(--ink); text-decoration: none; margin-right: auto; }
.logo { width: 1.7rem; height: 1.7rem; color: var(--accent); flex: none; }
.bar nav { display: flex; gap: 1.25rem; }
.bar nav a { color: var(--soft); text-decoration: none; font-size: 0.95rem; padding: 0.25rem 0; }
.bar nav a:hover { color: var(--accent); }
footer { border-top: 1px solid var(--line); margin-top: 4rem; color: var(--soft); font-size: 0.9rem; }
footer .wrap { padding-block: 1.5rem; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } * { animation: none !important; transition: none !important; } }
`;
