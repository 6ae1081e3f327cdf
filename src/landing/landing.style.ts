/** The look of the landing page alone. */
export const LANDING_STYLE = `
.hero { padding: clamp(2rem, 6vw, 4rem) 0 clamp(1rem, 3vw, 2rem); }
body { background: radial-gradient(46rem 26rem at 68% 4rem, var(--glow), transparent 72%) no-repeat var(--paper); }
.hero h1 { font-size: clamp(2.2rem, 6.5vw, 3.9rem); margin: 1.1rem 0 1rem; letter-spacing: -0.035em; max-width: 15em; }
.hero h1 em { font-style: normal; color: var(--accent); }
.lead { font-size: clamp(1.05rem, 2.2vw, 1.25rem); color: var(--soft); max-width: 38em; margin: 0 0 1.9rem; }
.pill {
  display: inline-flex; flex-wrap: wrap; align-items: center; gap: 0.2rem 0.55rem; margin: 0; font-size: 0.9rem;
  background: var(--card); border: 1px solid var(--line); border-radius: 1.5rem; padding: 0.3rem 0.95rem;
}
.pill b { font-weight: 600; }
.pill span { color: var(--soft); }
.dot { width: 0.6rem; height: 0.6rem; border-radius: 50%; background: var(--good); box-shadow: 0 0 0 4px color-mix(in srgb, var(--good) 20%, transparent); margin-right: 0.2rem; }
[data-up='false'] .dot { background: var(--bad); box-shadow: 0 0 0 4px color-mix(in srgb, var(--bad) 20%, transparent); }
.buttons { display: flex; flex-wrap: wrap; gap: 0.75rem; }
.button { display: inline-block; padding: 0.75rem 1.4rem; border-radius: 0.75rem; font-weight: 600; text-decoration: none; border: 1px solid var(--line); background: var(--card); color: var(--ink); transition: transform 0.15s, border-color 0.15s; }
.button:hover { transform: translateY(-1px); border-color: var(--accent); }
.button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
h2 { font-size: 1.4rem; margin: 3rem 0 1.1rem; }
.cards { display: grid; gap: 0.9rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); margin: 0; padding: 0; list-style: none; }
.cards a { display: block; height: 100%; background: var(--card); border: 1px solid var(--line); border-radius: 1rem; padding: 1.15rem 1.3rem; color: inherit; text-decoration: none; transition: border-color 0.15s, transform 0.15s; }
.cards a:hover { border-color: var(--accent); transform: translateY(-2px); }
.cards h3 { margin: 0 0 0.3rem; font-size: 1.05rem; }
.cards p { margin: 0; color: var(--soft); font-size: 0.95rem; }
.links { display: grid; gap: 0; margin: 0; border: 1px solid var(--line); border-radius: 1rem; background: var(--card); overflow: hidden; }
.links div { display: grid; grid-template-columns: 11rem 1fr; gap: 0.1rem 1rem; padding: 0.8rem 1.3rem; border-top: 1px solid var(--line); }
.links div:first-child { border-top: 0; }
.links dt { font-weight: 600; }
.links dd { margin: 0; color: var(--soft); }
.note { color: var(--soft); font-size: 0.95rem; margin: 0.8rem 0 0; }
@media (max-width: 36rem) { .links div { grid-template-columns: 1fr; } }
`;
